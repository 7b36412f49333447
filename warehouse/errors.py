"""What can go wrong in the warehouse. A message says what happened, what was expected and seen, and what to do next.

``WarehouseError``
 ├─ ``WarehouseBusyError``     another process writes
 ├─ ``WarehouseMissingError``  no such database
 ├─ ``NotForReadersError``     the writer's own file was given where the published copy is meant
 ├─ ``DamagedWarehouseError``  the file is no database of ours, or half of one
 ├─ ``MigrationError``         a schema step failed; ``NewerWarehouseError``: the file is newer than this fazhi
 ├─ ``BatchError``             a batch whose rows cannot even be judged (no run, an unknown table, an unknown column)
 ├─ ``QueryError``             a question that cannot be answered
 └─ ``RuleError``              an alert rule whose SQL or description is wrong
"""

from pathlib import Path


class WarehouseError(Exception):
    """Anything wrong with the warehouse or with a question put to it."""


class WarehouseBusyError(WarehouseError):
    """Another process holds the one right to write."""

    def __init__(self, path: Path, holder: str, waited: float) -> None:
        self.path, self.holder, self.waited = path, holder, waited
        super().__init__(
            f"{path} is being written by {holder}; waited {waited:.0f} s. One process writes at a time: wait for it "
            "to end, or end that process, then run the command again. To read, use the published copy: fazhi sql."
        )


class WarehouseMissingError(WarehouseError):
    """No database where one was expected."""

    def __init__(self, path: Path, advice: str) -> None:
        self.path = path
        super().__init__(f"no database at {path}. {advice}")


class NotForReadersError(WarehouseError):
    """The writer's file was given to a reader."""

    def __init__(self, path: Path, copy: Path) -> None:
        self.path, self.copy = path, copy
        there = f"Read the published copy instead: {copy}" if copy.exists() else "There is no published copy yet"
        super().__init__(
            f"{path} is the writer's file: whoever opens it keeps the next run from writing. {there} "
            f"({'fazhi sql' if copy.exists() else 'fazhi publish makes one'})."
        )


class DamagedWarehouseError(WarehouseError):
    """The file cannot be opened as a warehouse."""

    def __init__(self, path: Path, seen: str, advice: str) -> None:
        self.path, self.seen = path, seen
        super().__init__(f"{path} cannot be opened as a fazhi warehouse: {seen.strip()} {advice}")


class MigrationError(WarehouseError):
    """A schema step did not go through; the file is as it was."""

    def __init__(self, path: Path | None, step: str, seen: str, backup: Path | None) -> None:
        self.step, self.backup = step, backup
        kept = f" A copy from before is {backup}." if backup else ""
        super().__init__(
            f"schema step {step} failed on {path or 'a database in memory'} and was rolled back: {seen.strip()}{kept} "
            "Nothing was changed; report this message with the fazhi version."
        )


class NewerWarehouseError(WarehouseError):
    """The file was written by a later fazhi."""

    def __init__(self, path: Path | None, seen: int, known: int) -> None:
        self.seen, self.known = seen, known
        super().__init__(
            f"{path} has schema step {seen}, this fazhi knows steps up to {known}: it was written by a newer fazhi. "
            "Upgrade fazhi, or open a backup from beside the file (*.backup-*)."
        )


class BatchError(WarehouseError):
    """A batch that cannot be judged row by row."""


class QueryError(WarehouseError):
    """A question to the published copy that cannot be answered as put."""


class RuleError(WarehouseError):
    """An alert rule that cannot be used; ``rule_id`` names it, ``place`` where a user wrote it."""

    def __init__(self, rule_id: str, seen: str, place: str = "") -> None:
        self.rule_id, self.seen = rule_id, seen
        where = place or f"warehouse/alert_rules/{rule_id}.sql or its entry in rules.yaml"
        super().__init__(f"alert rule {rule_id}: {seen.strip()} Correct {where}.")
