"""The trained part: acts and sides that no rule decides, weighed by linear models on features of the parse.

`telling` and `siding` say what is looked at, `weighing` what it is worth, `proposals` what comes of it. The weights are
data (`lexicon.trained`), fitted by `python -m tools.train` on passages and gold pages written for it.
"""
