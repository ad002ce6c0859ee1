"""The register: pages, their sources and codings, and the records of the acts that pages report.

    open_register(path, *, create=False, readonly=False) -> Register        a context manager; RegisterError
    Register.add(codings) -> Iterator[Added]                                one transaction a page
    Register.side(words, language="fr") -> Side                             UnknownSideError names near candidates
    Register.dossier(a, b, filters=Filters()) -> Dossier
    Register.event(id) -> KeptEvent                                         UnknownRecordError
    Register.record(id) -> KeptEvent | KeptCommitment | KeptInstrument | KeptOffice
    Register.page(id) -> KeptPage                                           UnknownRecordError
    Register.countries(language="fr") -> tuple[SideCount, ...]              most records first
    Register.dyads(language="fr", limit=50) -> tuple[DyadCount, ...]
    Register.contents() -> Contents
    Register.failed() -> tuple[FailedPage, ...]
    Register.export(kind) -> Iterator[AnyKept]                              kind: event commitment instrument office

A register opened with `readonly=True` may be used from several threads: each call takes its own connection.
"""
