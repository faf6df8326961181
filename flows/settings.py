"""The settings of one installation, from environment variables `FAZHI_*`; everything that is written goes under `home`."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from warehouse.page import PAGE

RESTORING, RESTORED = ".restoring", ".restored"
"""Folders of a home into which a backup is being copied, and has been: who finds one finds a restore that was stopped."""


class Settings(BaseSettings):
    """One field a variable: `FAZHI_HOME`, `FAZHI_INBOX`, ... Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", frozen=True, extra="ignore")

    home: Path = Field(Path("data"), description="folder of the warehouse, the raw bytes, and Prefect's own files")
    inbox: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="folders or URLs that the nightly run reads, separated by commas; `inbox` in the home when empty"
    )
    schedule: str = Field("0 2 * * *", description="cron line of the nightly run")
    timezone: str = Field("Asia/Shanghai", description="time zone of the schedule")
    settle_seconds: float = Field(60, ge=0, description="a file changed more recently waits for the next nightly run")
    max_bytes: int = Field(50_000_000, ge=1, description="the longest file that is taken in")
    chunk_reports: int = Field(500, ge=1, le=10_000, description="reports extracted and committed together")
    ocr: bool = Field(False, description="read scanned PDF by Tesseract, where it is installed")
    most_changed: float = Field(
        0.2, ge=0, le=1, description="share of published values that a new catalogue or code may change without being accepted"
    )
    overdue_hours: float = Field(26, gt=0, description="`fazhi status` fails when the last good night began longer ago")
    workers: int | None = Field(None, ge=1, description="processes that extract; all cores when not set")
    memory_mb: int | None = Field(
        None, ge=200, description="what DuckDB keeps in memory; 1000, and more where a build lacks it, when not set"
    )
    runner: Literal["local", "dask"] = Field("local", description="reads on this machine's cores, or on a Dask cluster")
    dask: str | None = Field(None, description="address of the Dask scheduler, such as tcp://10.0.0.5:8786")
    shared: str | None = Field(
        None, description="URL of a storage that the workers see (any of fsspec); not set: they see the home under its own path"
    )
    host: str = Field("127.0.0.1", description="address of `fazhi serve`; this machine only unless a password is set")
    port: int = Field(4200, ge=0, le=65535, description="port of `fazhi serve`; 0 takes a free one")

    webhook: SecretStr | None = Field(None, description="URL that is told, as JSON, of each run that failed or was killed")
    password: SecretStr | None = Field(None, description="asked for by UI and API; a must for any address but loopback")

    @field_validator("inbox", mode="before")
    @classmethod
    def _separate(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no time zone is called so; Asia/Shanghai is one") from error
        return value

    @field_validator("schedule")
    @classmethod
    def _five_fields(cls, value: str) -> str:
        if len(value.split()) != 5:  # with six a night would begin every so many seconds
            raise ValueError("a cron line has five fields: minute, hour, day, month, weekday")
        return value

    @field_validator("password")
    @classmethod
    def _plain(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().isascii():
            raise ValueError("only ASCII characters can be asked for")  # Prefect compares no others
        return value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def inboxes(self) -> tuple[str, ...]:
        """The places that the nightly run reads."""
        return self.inbox or (str(self.home / "inbox"),)

    @property
    def login(self) -> str | None:
        """What UI and API ask for, `user:password`; None where there is no password."""
        return f"fazhi:{self.password.get_secret_value()}" if self.password else None

    @property
    def archive(self) -> Path:
        """Raw contents by hash."""
        return self.home / "archive"

    @property
    def chunks(self) -> Path:
        """Extracted chunks on their way into the warehouse."""
        return self.home / "chunks"

    @property
    def warehouse(self) -> Path:
        """The published file that analysts open."""
        return self.home / "warehouse.duckdb"

    @property
    def page(self) -> Path:
        """The static page over the warehouse."""
        return self.home / PAGE

    @property
    def dictionary(self) -> Path:
        """The data dictionary as a page."""
        return self.home / "docs" / "dictionary.html"

    @property
    def prefect(self) -> Path:
        """Prefect's database and its other files."""
        return self.home / "prefect"

    @property
    def logs(self) -> Path:
        """What the runs logged."""
        return self.home / "logs"
