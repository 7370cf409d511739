"""An invented faculty, so that Tutorat can be tried: `manage.py demo`, in demo mode only.

`calendar` computes every date from today; `people`, `places` and `content/` are the data, in French;
`loading/` writes them; `portraits` draws the faces; `files` makes the files to import.
"""
