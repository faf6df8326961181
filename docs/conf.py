"""How `make docs` builds the site: Sphinx with MyST and Furo, whole without a network; the reference is generated first."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

project = "fazhi"
language = "en"
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["notebooks/.ipynb_checkpoints", "img"]
html_theme = "furo"
html_title = "fazhi"
html_show_copyright = html_show_sourcelink = html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0067a5", "color-brand-content": "#0067a5"},
    "dark_css_variables": {"color-brand-primary": "#6db7ea", "color-brand-content": "#6db7ea"},
}


def setup(app: Sphinx) -> None:
    """Generate the reference before anything is read."""
    from reference_pages import write_pages

    app.connect("builder-inited", lambda _: write_pages(HERE / "reference"))
