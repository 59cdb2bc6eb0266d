"""Content edited while it is served: pages follow, faults are told, what is sound stays offered."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import build_services, create_app
from app.services.services import Services
from app.settings import Settings
from tests.content.folders import QUESTIONS, RULES, line_of, small_folder, spoil
from tests.deadline import until
from tests.integration.pages.browser import Browser, text, title

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OLD, NEW = "Notre jardin partagé", "Notre verger partagé"


@dataclass
class Bench:
    """A service that follows a folder, the folder, and somebody's browser."""

    folder: Path
    services: Services
    browser: Browser

    def read(self, path: str) -> str:
        """Return the words of a page, with those above its main part."""
        page = self.browser.get(path).text
        whole = re.sub(r"<(/?)main[^>]*>", "", page)
        return text(_Response(whole)).replace("\u00a0", " ")  # type: ignore[arg-type]

    def wait_for(self, path: str, words: str) -> str:
        """Wait until a page says some words, and return all of its words."""
        until(lambda: words in self.read(path), f"« {words} » on {path}")
        return self.read(path)

    def wait_without(self, path: str, words: str) -> None:
        """Wait until a page says some words no more."""
        until(lambda: words not in self.read(path), f"no « {words} » on {path}")

    def state(self, seen: str, at: str = "/") -> tuple[int, str | None, str]:
        """Return the status, HX-Refresh and body of what a page that asks is told."""
        told = self.browser.client.get(
            "/apercu/anomalies/etat",
            params={"vu": seen},
            headers={"HX-Current-URL": f"http://localhost{at}"},
        )
        return told.status_code, told.headers.get("HX-Refresh"), told.text

    @property
    def revision(self) -> str:
        """The revision that the home page saw."""
        found = re.search(r"etat\?vu=([0-9a-f]+)", self.browser.get("/").text)
        assert found
        return found[1]


@dataclass
class _Response:
    text: str


@pytest.fixture
def bench(database_url: str, tmp_path: Path) -> Iterator[Bench]:
    folder = small_folder(tmp_path)
    settings = Settings(database_url=database_url, content=folder, reload=True, cache=None)
    services = build_services(settings)
    with TestClient(
        create_app(settings, services), base_url="http://localhost", follow_redirects=False
    ) as client:
        client.headers["Sec-Fetch-Site"] = "same-origin"
        yield Bench(folder, services, Browser(client))


def test_an_edit_is_seen(bench: Bench) -> None:
    assert OLD in bench.read("/apercu/jardin")
    spoil(bench.folder, QUESTIONS, OLD, NEW)
    bench.wait_for("/apercu/jardin", NEW)
    for path in ("/", "/parcours/jardin", "/apercu"):
        assert NEW in bench.read(path)
    served = bench.browser.get("/api/v1/questionnaires").json()
    assert NEW in str(served)


def test_a_fault_is_told_and_what_was_sound_stays_until_it_is_mended(bench: Bench) -> None:
    assert "dans les contenus" not in bench.read("/")
    spoil(bench.folder, QUESTIONS, OLD, NEW)
    spoil(bench.folder, RULES, "unknown: planning", "unknown: planing")
    line = line_of(bench.folder, RULES, "planing")
    said = bench.wait_for("/", "1 erreur")
    assert f"Erreur {RULES}:{line} La question « planing » n’existe pas." in said
    assert "Vouliez-vous dire « planning » ?" in said
    kept = f"Le parcours « {OLD} : où en sommes-nous ? » reste proposé dans sa dernière édition"
    assert kept in said
    for path in ("/apercu", "/apercu/jardin", "/confidentialite", "/mes-diagnostics", "/nowhere"):
        assert "1 erreur" in bench.read(path), path
    all_of_them = bench.read("/apercu/anomalies")
    assert f"{RULES}:{line}" in all_of_them
    assert kept in all_of_them
    assert OLD in bench.read("/apercu/jardin")
    assert "voici la dernière édition saine" in bench.read("/apercu/jardin")
    assert bench.browser.client.post("/parcours/jardin/commencer").status_code == 303

    spoil(bench.folder, RULES, "unknown: planing", "unknown: planning")
    bench.wait_without("/", "dans les contenus")
    assert NEW in bench.read("/apercu/jardin")
    assert "Rien à corriger." in bench.read("/apercu/anomalies")


def test_the_banner_shows_the_first_findings_and_counts_the_others(bench: Bench) -> None:
    path = bench.folder / RULES
    path.write_text(path.read_text("utf-8").replace("effort: 1", "effort: 9"), "utf-8")
    spoil(bench.folder, RULES, "  petit:", "  grand: {number: personnes, above: 40}\n  petit:")
    said = bench.wait_for("/", "3 erreurs")
    banner = said.split("Toutes les anomalies")[1].split("reste proposé")[0]
    assert banner.count("Erreur") == 3
    assert len(re.findall(rf"{RULES}:\d+", bench.read("/apercu/anomalies"))) >= 3 + 3


def test_half_a_file_crashes_nothing(bench: Bench) -> None:
    whole = (bench.folder / QUESTIONS).read_bytes()
    for length in (0, 200, 1500):
        (bench.folder / QUESTIONS).write_bytes(whole[:length])
        bench.wait_for("/", "erreur")
        assert OLD in bench.read("/apercu/jardin")
        (bench.folder / QUESTIONS).write_bytes(whole)
        bench.wait_without("/", "dans les contenus")


def test_a_draft_keeps_its_edition_and_a_new_one_takes_the_edit(bench: Bench) -> None:
    page = bench.browser.get("/apercu/jardin").text
    assert '<form action="/parcours/jardin/commencer" method="post"' in page
    assert "Essayer cette version" in page

    def start() -> str:
        return bench.browser.client.post("/parcours/jardin/commencer").headers["Location"]

    draft = start()
    spoil(bench.folder, QUESTIONS, "Dans quel département", "Dans quel joli département")
    bench.wait_for("/apercu/jardin", "Dans quel joli département")
    assert title(bench.browser.get(draft)).startswith("Dans quel département")
    assert title(bench.browser.get(start())).startswith("Dans quel joli département")


def test_each_piece_says_where_it_is_written(bench: Bench) -> None:
    said = bench.read("/apercu/jardin")
    for id_, file in (("planning", QUESTIONS), ("ouvrir-le-portail", RULES), ("petit", RULES)):
        text_ = f"{id_}:" if id_ == "petit" else f"- id: {id_}"
        assert f"{id_} {file}:{line_of(bench.folder, file, text_)}" in said


def test_a_page_that_asks_is_told_only_of_news(bench: Bench) -> None:
    seen = bench.revision
    assert bench.state(seen) == (204, None, "")
    spoil(bench.folder, RULES, "unknown: planning", "unknown: planing")
    until(lambda: bench.revision != seen, "another revision")
    for path in ("/", "/parcours/jardin", "/apercu", "/apercu/jardin?q=x", "/apercu/anomalies"):
        assert bench.state(seen, path) == (200, "true", ""), path
    # A page on which something may be typed gets the banner alone.
    for path in ("/diagnostic/x/question/planning", "/parcours/jardin/commencer", ""):
        status, refresh, body = bench.state(seen, path)
        assert (status, refresh) == (200, None), path
        assert "1\u00a0erreur" in body
        assert f"etat?vu={bench.revision}" in body
        assert "hx-nonce" in body
        assert "<main" not in body
    assert bench.state(bench.revision) == (204, None, "")


def test_the_workbench_opens_on_content_that_is_faulty(database_url: str, tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, RULES, "unknown: planning", "unknown: planing")
    settings = Settings(database_url=database_url, content=folder, reload=True, cache=None)
    services = build_services(settings)
    with TestClient(create_app(settings, services), base_url="http://localhost") as client:
        page = client.get("/").text
        assert "Aucun parcours n’est proposé" in page
        assert "planing" in page
        spoil(folder, RULES, "unknown: planing", "unknown: planning")
        until(lambda: OLD in client.get("/").text, "the pathway once it is mended")


def test_what_is_wrong_is_shown_as_text(bench: Bench) -> None:
    spoil(bench.folder, RULES, "unknown: planning", "unknown: '<b onclick=x>'")
    bench.wait_for("/", "erreur")
    for path in ("/", "/apercu/anomalies"):
        assert "<b onclick" not in bench.browser.get(path).text


def test_closing_stops_the_thread(bench: Bench) -> None:
    assert "content" in {thread.name for thread in threading.enumerate()}
    bench.services.close()
    assert "content" not in {thread.name for thread in threading.enumerate()}
