"""The parameters of the flows, as the Prefect UI shows them in its forms and the commands take them."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from flows.console import SaidError
from warehouse.page.labels import label

Year = Annotated[int, Field(ge=1990, le=2100)]
Level = Literal["province", "prefecture", "county", "township", "department"]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Count = Annotated[int, Field(ge=1)]
Reason = Literal["catalogue_changed", "code_changed", "rejected_again", "pages_without_text", "everything"]


def level_called(name: str) -> str:
    """Return the level that `name` is or means in Chinese (乡镇, 县); SaidError where it is none."""
    found = [level for level in get_args(Level) if name == level or label("level", level).zh.startswith(name)]
    if len(found) != 1:
        raise SaidError(f"{name} is no level; the levels are {', '.join(get_args(Level))}.")
    return str(found[0])
