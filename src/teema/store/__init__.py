"""The .teema file: schema, journal, undo, and the lock that keeps a second writer out."""

from teema.store.journal import Change, Row, now
from teema.store.lock import user_name
from teema.store.store import Step, Store

__all__ = ["Change", "Row", "Step", "Store", "now", "user_name"]
