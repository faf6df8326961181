"""The parameters of the flows, as the Prefect UI shows them in its forms."""

from typing import Annotated, Literal

from pydantic import Field

Year = Annotated[int, Field(ge=1990, le=2100)]
Level = Literal["province", "prefecture", "county", "township", "department"]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Count = Annotated[int, Field(ge=1)]
Reason = Literal["catalogue_changed", "code_changed", "rejected_again", "pages_without_text", "everything"]
