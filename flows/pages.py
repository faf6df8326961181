"""`fazhi page`: the static page over the published warehouse, and its place in the home."""

from flows.console import out
from flows.settings import Settings
from warehouse.page.write import write_page


def write_pages(settings: Settings, everything: bool) -> None:
    """Write what changed of the page, or `everything`, into `page/` of the home, and say where it stands."""
    done = write_page(settings.warehouse, settings.page, changed_only=not everything)
    out.print(f"{settings.page / 'index.html'}", style="bold", markup=False)
    out.print(
        f"{done.written} files written, {done.unchanged} as they were, {done.removed} removed; "
        f"{done.size_bytes / 1e6:.1f} MB in all, {done.seconds:.1f} seconds"
    )
