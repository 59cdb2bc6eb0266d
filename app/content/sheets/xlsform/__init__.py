"""XLSForm (ODK, KoboToolbox): what of a form is a pathway of ours, and what is not."""
