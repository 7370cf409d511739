"""`make bench`: the figures of Tutorat beside those of bare Django, on this machine, in the same run."""
