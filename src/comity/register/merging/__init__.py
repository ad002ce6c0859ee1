"""Merging: the reports of one act become one record, visibly and reversibly.

`deciding` compares (pure), `clusters` derives who belongs together from what was judged (pure), `judging` reads and
writes, `merging` is what the register offers.
"""
