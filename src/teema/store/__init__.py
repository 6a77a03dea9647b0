"""The .teema file: schema, journal, undo, and the lock that keeps a second writer out."""

from teema.store.backup import MANY, Backup, backups, to_disk
from teema.store.journal import Change, Row, now, standing
from teema.store.lock import user_name
from teema.store.step import Step
from teema.store.store import Store
from teema.store.synced import synced_by
from teema.store.values import from_json

__all__ = [
    "MANY", "Backup", "Change", "Row", "Step", "Store", "backups", "from_json", "now", "standing", "synced_by",
    "to_disk", "user_name",
]  # fmt: skip
