"""`make screens`: every screen of the demo faculty, photographed at both widths into docs/screens/."""
