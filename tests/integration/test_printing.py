"""What is printed of an assessment goes with it, and with the answers it was printed from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.locale.speech import LANGUAGES
from app.report.contexts import Report
from app.report.pdf_cache import PdfCache
from app.services.errors import AssessmentNotFound, StoreUnavailable
from app.services.retention import purge
from app.services.services import Services
from app.services.views import AssessmentView
from tests.integration.conftest import Clock
from tests.integration.editions import association_edition

NAME = "Les Amis du Marais de Trifouillis"
PATIENCE = 20.0


class Copyist:
    """Stands for the PDF workers: writes the name that people gave."""

    def warm(self) -> None: ...

    def render(self, report: Report) -> bytes:
        since = "" if report.since is None else f" since {report.since.reference}"
        told = f"%PDF {report.language} {report.organisation} {report.reference}{since}"
        return told.encode()

    def close(self) -> None: ...


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services(pdf=Copyist())


def printed(services: Services, name: str = NAME) -> AssessmentView:
    """Return a new assessment whose roadmap has been printed, in every language."""
    started = services.assessments.start("association").assessment
    services.answering.save_answer(started.id, "nom", name, None)
    view = services.assessments.complete(started.id)
    print_all(services, view, name)
    return view


def print_all(services: Services, view: AssessmentView, name: str = NAME) -> None:
    """Print the roadmap of an assessment in every language, which says a name."""
    for language in LANGUAGES:
        wanted = services.printing.printable_of(view, language)
        assert name.encode() in services.printing.ask(wanted).result(PATIENCE)
        data = services.printing.find(wanted)
        assert data is not None
        assert data.startswith(f"%PDF {language} ".encode())


def found_in(folder: Path, words: str) -> list[Path]:
    """Return the files, and the names of files, that hold these words."""
    told = words.encode()
    return [
        path
        for path in folder.rglob("*")
        if words in str(path.relative_to(folder)) or (path.is_file() and told in path.read_bytes())
    ]


def test_not_a_byte_is_left_of_what_was_erased(
    services: Services, tmp_path: Path, database_url: str
) -> None:
    view, other = printed(services), printed(services, "Les voisins d’à côté")
    assert len(found_in(tmp_path / "cache", NAME)) == len(LANGUAGES)
    services.assessments.erase(view.id)
    for words in (NAME, view.id, view.reference):
        assert found_in(tmp_path, words) == []
    assert services.printing.find(services.printing.printable_of(other, "fr")) is not None


def repeated(services: Services) -> tuple[AssessmentView, AssessmentView]:
    """Return two assessments of which the later, printed too, tells what moved since the first."""
    earlier = printed(services)
    later = services.carrying.repeat(earlier.id).assessment
    services.carrying.confirm(later.id, ["nom"])
    later = services.assessments.complete(later.id)
    print_all(services, later)
    return earlier, later


def test_what_moved_is_printed_and_goes_with_the_earlier_one(
    services: Services, tmp_path: Path
) -> None:
    earlier, later = repeated(services)
    assert len(found_in(tmp_path / "cache", f"since {earlier.reference}")) == len(LANGUAGES)
    services.assessments.erase(earlier.id)
    assert found_in(tmp_path, earlier.reference) == []
    alone = services.printing.printable_of(services.assessments.load(later.id), "fr")
    assert alone.earlier is None
    assert b"since" not in services.printing.ask(alone).result(PATIENCE)


def test_what_moved_is_printed_anew_once_the_earlier_one_changes(
    services: Services, tmp_path: Path
) -> None:
    earlier, later = repeated(services)
    before = services.printing.printable_of(later, "fr")
    services.answering.save_answer(earlier.id, "accord-ecrit", "toujours", None)
    assert found_in(tmp_path / "cache", later.reference) == []
    after = services.printing.printable_of(services.assessments.load(later.id), "fr")
    assert after.key != before.key
    moved = [one.build().since for one in (before, after)]
    assert moved[0] != moved[1]


def test_what_moved_goes_when_the_earlier_one_is_purged(
    services: Services, tmp_path: Path, clock: Clock
) -> None:
    earlier = printed(services)
    clock.advance(days=400)
    later = services.carrying.repeat(earlier.id).assessment
    services.carrying.confirm(later.id, ["nom"])
    print_all(services, services.assessments.complete(later.id))
    other = printed(services, "Les voisins")
    clock.advance(days=331)
    assert purge(services).assessments == 1
    assert found_in(tmp_path, earlier.reference) == []
    assert services.assessments.load(later.id).follows is None
    assert services.printing.find(services.printing.printable_of(other, "fr")) is not None


def test_what_moved_is_not_kept_if_the_earlier_one_is_erased_meanwhile(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, later = repeated(services)
    wanted = services.printing.printable_of(later, "fr", is_extract=True)

    def erase_first(self: Copyist, report: Report) -> bytes:
        services.assessments.erase(earlier.id)
        assert report.since is not None
        return f"%PDF since {report.since.reference}".encode()

    monkeypatch.setattr(Copyist, "render", erase_first)
    assert earlier.reference.encode() in services.printing.ask(wanted).result(PATIENCE)
    assert found_in(tmp_path, earlier.reference) == []


def test_a_change_stands_though_the_repeats_cannot_be_found(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    earlier, _ = repeated(services)

    def refuse(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr("app.services.printing.assessments.repeats_of", refuse)
    services.answering.save_answer(earlier.id, "nom", "Autre nom", None)
    assert services.assessments.load(earlier.id).answers["nom"] == "Autre nom"
    assert f"the repeats of {earlier.id} may still be there" in caplog.text


def save_one(services: Services, id_: str) -> None:
    services.answering.save_answer(id_, "nom", "Autre nom", None)


def clear_one(services: Services, id_: str) -> None:
    services.answering.save_answer(id_, "nom", None, None)


def save_several(services: Services, id_: str) -> None:
    services.answering.save_answers(id_, {"nom": "Autre nom", "benevoles": 3})


def save_on_a_page(services: Services, id_: str) -> None:
    token = services.visits.open_visit()
    services.visits.grant(token, id_)
    services.answering.save_for_visit(token, id_, "nom", lambda _: "Autre nom", None)


@pytest.mark.parametrize("change", [save_one, clear_one, save_several, save_on_a_page])
def test_what_was_printed_of_former_answers_goes_at_once(
    services: Services, tmp_path: Path, change: Callable[[Services, str], None]
) -> None:
    view = printed(services)
    change(services, view.id)
    assert found_in(tmp_path / "cache", NAME) == []
    again = services.printing.printable_of(services.assessments.load(view.id), "fr")
    assert services.printing.find(again) is None


def test_what_was_printed_of_a_former_edition_goes_with_it(
    services: Services, tmp_path: Path
) -> None:
    started = services.assessments.start("association").assessment
    services.answering.save_answer(started.id, "nom", NAME, None)
    print_all(services, services.assessments.load(started.id))
    newer = association_edition(title="Faire alliance, autrement")
    services.library.editions["association"] = newer  # type: ignore[index]
    view, _ = services.carrying.move(started.id)
    assert view.edition.hash == newer.hash
    assert found_in(tmp_path / "cache", NAME) == []


def test_confirming_what_was_carried_is_a_change_too(services: Services, tmp_path: Path) -> None:
    again = services.carrying.repeat(printed(services).id).assessment
    services.carrying.confirm(again.id, ["benevoles"])  # nothing to confirm there
    print_all(services, services.assessments.load(again.id))
    kept = found_in(tmp_path / "cache", again.reference)
    assert len(kept) == len(LANGUAGES)
    services.carrying.confirm(again.id, ["benevoles"])
    assert found_in(tmp_path / "cache", again.reference) == kept
    services.carrying.confirm(again.id, ["nom"])
    assert found_in(tmp_path / "cache", again.reference) == []


def test_following_is_a_change_too_unless_it_changes_nothing(
    services: Services, tmp_path: Path
) -> None:
    view = printed(services)
    services.assessments.complete(view.id)
    own = services.following.add(view.id, {"do": "Fêter"})
    assert found_in(tmp_path / "cache", NAME) == []
    print_all(services, services.assessments.load(view.id))
    kept = found_in(tmp_path / "cache", NAME)
    assert len(kept) == len(LANGUAGES)
    services.following.move(view.id, own.id, 1)
    services.following.change(view.id, own.id, {"do": "Fêter"}, None)
    services.following.add(view.id, {"do": "Fêter"}, id_=own.id)
    assert found_in(tmp_path / "cache", NAME) == kept
    services.following.remove(view.id, own.id)
    assert found_in(tmp_path / "cache", NAME) == []


def test_saving_what_stands_already_keeps_what_was_printed(services: Services) -> None:
    view = printed(services)
    services.answering.save_answer(view.id, "nom", NAME, None)
    again = services.printing.printable_of(services.assessments.load(view.id), "fr")
    assert services.printing.find(again) is not None


def test_what_is_purged_is_no_longer_in_the_cache(
    services: Services, tmp_path: Path, clock: Clock
) -> None:
    old = printed(services)
    clock.advance(days=700)
    recent = printed(services, "Les voisins")
    clock.advance(days=31)
    assert purge(services).assessments == 1
    assert found_in(tmp_path / "cache", NAME) == found_in(tmp_path / "cache", old.id) == []
    assert services.printing.find(services.printing.printable_of(recent, "fr")) is not None


def test_a_purge_removes_what_a_service_killed_while_erasing_has_left(
    services: Services, tmp_path: Path
) -> None:
    left = PdfCache(tmp_path / "cache" / "pdf", 200)
    left.write("f" * 32, "1" * 64, NAME.encode())
    purge(services)
    assert found_in(tmp_path / "cache", NAME) == []


def test_a_service_that_prints_nothing_erases_what_others_have_printed(
    services: Services, make_services: Callable[..., Services], tmp_path: Path
) -> None:
    view = printed(services)
    make_services().assessments.erase(view.id)
    assert found_in(tmp_path / "cache", NAME) == []


def test_what_is_erased_while_it_is_printed_is_not_kept(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = services.assessments.start("association").assessment
    services.answering.save_answer(started.id, "nom", NAME, None)
    view = services.assessments.load(started.id)

    def erase_first(self: Copyist, report: Report) -> bytes:
        services.assessments.erase(view.id)
        return f"%PDF {report.organisation}".encode()

    monkeypatch.setattr(Copyist, "render", erase_first)
    future = services.printing.ask(services.printing.printable_of(view, "fr"))
    assert NAME.encode() in future.result(PATIENCE)
    assert found_in(tmp_path / "cache", NAME) == []
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(view.id)


def test_a_folder_that_cannot_be_removed_is_logged_and_erasing_goes_on(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    view = printed(services)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("app.report.pdf_cache.shutil.rmtree", refuse)
    services.assessments.erase(view.id)
    assert f"what was printed of {view.id} is still there" in caplog.text
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(view.id)
