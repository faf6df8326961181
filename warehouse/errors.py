"""What can go wrong in the warehouse: each error's message is one sentence for a person."""

from collections.abc import Sequence


class WarehouseError(Exception):
    """The warehouse cannot do what was asked."""


class WarehouseLockedError(WarehouseError):
    """Another process writes to the warehouse."""


class NothingPublishedError(WarehouseError):
    """Nothing has been published in the home yet."""


class ContractError(WarehouseError):
    """A table does not have the columns that the schema declares."""


class TooMuchChangedError(WarehouseError):
    """A release would change more of the published values than the settings allow, and nobody has accepted that."""


class ChecksFailedError(WarehouseError):
    """Data tests found rows; nothing may be published. `names` are the failed tests."""

    def __init__(self, names: Sequence[str]) -> None:
        """Name the failed tests."""
        self.names = tuple(names)
        super().__init__(f"Data tests failed, nothing is published: {', '.join(names)}.")
