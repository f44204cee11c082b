"""What an import did, file by file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The files of a pack by what became of them, and the content version that holds now.

    `withdrawn` names single texts that the pack no longer has (`topics/ktp.toml en 62.71`).
    """

    version: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many files, and the version: what the audit log keeps."""
        kinds = ("added", "changed", "withdrawn")
        return {"version": self.version, **{kind: len(getattr(self, kind)) for kind in kinds}}


@dataclass(slots=True)
class Ledger:
    """The report while it is being written."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    def note(self, where: str, *, was_there: bool, differs: bool) -> None:
        """File one file of the pack."""
        (self.unchanged if not differs else self.changed if was_there else self.added).append(where)

    @property
    def moved(self) -> bool:
        """True when citizens may now read something else."""
        return bool(self.added or self.changed or self.withdrawn)

    def close(self, version: int) -> ImportReport:
        """The finished report."""
        parts = (self.added, self.changed, self.unchanged, self.withdrawn)
        return ImportReport(version, *(tuple(part) for part in parts))
