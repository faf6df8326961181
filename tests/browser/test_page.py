"""The page in a real browser: every view, search, switches, keyboard, a phone, hostile text, accessibility."""

import re
from pathlib import Path

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PICTURES = Path(__file__).parents[1] / "artifacts"
SERIOUS = ("serious", "critical")


both = pytest.mark.parametrize("base", ["file", "http"], indirect=True)


@pytest.fixture(scope="module")
def views(site: Path) -> dict[str, str]:
    """One file of every kind of view."""
    with duckdb.connect(str(site.parent / "warehouse.duckdb"), read_only=True) as con:
        glossed, hostile = (
            con.execute(f"SELECT report_id FROM core.report_texts WHERE {test} ORDER BY ALL LIMIT 1").fetchone()[0]
            for test in ("map_contains(edits, 'inserted_pinyin')", "contains(source_text, 'onerror')")
        )
    return {
        "overview": "index.html",
        "indicators": "indicators.html",
        "indicator": "indicator/inspections.html",
        "places": "places.html",
        "place": "place/county-990101.html",
        "report": f"report/{glossed[:2]}/{glossed}.html",
        "hostile": f"report/{hostile[:2]}/{hostile}.html",
    }


VIEWS = ("overview", "indicators", "indicator", "places", "place", "report")


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


@both
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_opens_with_its_heading_and_charts(tab, views, name):
    page = tab.open(views[name])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if name in ("indicator", "place"):
        expect(page.locator(".chart svg").first).to_be_visible()
        assert page.locator(".chart svg path").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, name)


@both
def test_links_lead_from_the_overview_to_the_amount(tab):
    page = tab.open("index.html")
    page.get_by_role("link", name="单位", exact=True).first.click()
    page.get_by_role("link", name="青砚区", exact=True).click()
    page.get_by_role("link", name="2022", exact=True).click()
    amount = page.locator("#text .body a.amount.tied").first
    amount.hover()
    item = page.locator(f"#amounts li{amount.get_attribute('href')}")
    expect(item).to_have_class("current")
    expect(item.locator("b")).to_have_text(amount.text_content())
    item.get_by_role("link").first.click()
    expect(page.locator("#trend svg")).to_be_visible()


def test_an_approximate_amount_shows_its_bounds_beside_the_text(tab, views):
    page = tab.open(views["report"])
    amount = page.locator("#text .body a.amount.tied.approximate").first
    amount.click()
    shown = page.locator(f"#amounts li{amount.get_attribute('href')}")
    expect(shown).to_have_class("current")
    expect(shown).to_contain_text(re.compile(r"[\[(](不限|[\d,.]+) – (不限|[\d,.]+)[\])]"))
    picture(page, "amounts")  # docs/img/explorer-report.png


def test_level_region_and_ranking_can_be_chosen(tab, views):
    page = tab.open(views["indicator"])
    expect(page.locator("#trend svg")).to_be_visible()
    before = page.locator("#trend-table tbody").inner_text()
    page.get_by_role("combobox", name="单位层级").select_option("county")
    expect(page.locator("#trend-table caption")).to_contain_text("县级")
    assert page.locator("#trend-table tbody").inner_text() != before
    page.get_by_role("combobox", name="地区").select_option(label="澜川省")
    expect(page.locator("#trend-table caption")).to_contain_text("澜川省")


def test_a_year_without_a_figure_stands_in_the_table_with_its_cause(tab, site):
    with duckdb.connect(str(site.parent / "warehouse.duckdb"), read_only=True) as con:
        indicator, level, year = con.execute(
            "SELECT indicator_id, level, min(report_year) + 1 FROM marts.indicator_trend WHERE region_code = '999999' "
            "GROUP BY indicator_id, level HAVING NOT list_contains(list(report_year), min(report_year) + 1) AND count(*) > 1 "
            "ORDER BY ALL LIMIT 1"
        ).fetchone()
    page = tab.open(f"indicator/{indicator}.html")
    page.get_by_role("combobox", name="单位层级").select_option(level)
    page.get_by_role("combobox", name="地区").select_option(label="虚构样本")
    line = page.locator("#trend-table tr", has=page.get_by_role("rowheader", name=str(year)))
    expect(line.locator("td.gap")).to_have_text(re.compile("^— (无报告|\\d+ 份报告，均无此数)$"))


def test_regions_are_ranked_by_their_figure(tab, views):
    page = tab.open(views["indicator"])
    page.get_by_role("combobox", name="单位层级").select_option("township")
    page.get_by_role("combobox", name="排名").select_option("county")
    expect(page.locator("#ranking svg")).to_be_visible()
    figures = [float(told.lstrip("≈").replace(",", "")) for told in page.locator("#ranking-list b").all_inner_texts()]
    assert len(figures) > 1
    assert figures == sorted(figures, reverse=True)


def test_a_value_is_drawn_beside_its_peers(tab, views):
    page = tab.open(views["place"])
    button = page.locator("button.draw").nth(2)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#peers-name")).to_have_text(button.inner_text())
    expect(page.locator("#peers svg")).to_be_visible()


@both
def test_search_finds_indicators_and_bodies(tab):
    page = tab.open("index.html")
    field = page.get_by_role("searchbox")
    field.fill("检查次数")
    page.locator("#found a", has_text="行政检查次数").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("行政检查次数")
    field = page.get_by_role("searchbox")
    field.fill("青砚区 司法")
    expect(page.locator("#found a").first).to_contain_text("司法局")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("司法局")
    page.get_by_role("searchbox").fill("没有这样的东西")
    expect(page.locator("#found p")).to_have_text("没有匹配的结果")


@both
def test_language_turns_labels_and_lasts(tab, views):
    page = tab.open(views["indicator"])
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("inspections")
    expect(page.locator("#trend-table thead")).to_contain_text("Matched change")
    expect(page.get_by_role("searchbox", name="Search indicators and bodies")).to_be_visible()
    page.get_by_role("link", name="Bodies").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bodies")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("单位")


@both
def test_theme_turns_and_lasts(tab, views):
    page = tab.open("index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="深色").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    tab.open(views["indicator"])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    expect(page.locator("#trend svg")).to_be_visible()
    picture(page, "indicator-dark")


def test_keyboard_alone_reaches_everything(tab, views):
    page = tab.open("index.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.get_by_role("searchbox").focus()
    page.keyboard.type("检查次数")
    expect(page.locator("#found a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    tab.open(views["report"])
    page.locator("#text .body a.amount").first.focus()
    shown = page.locator("#amounts li.current b").inner_text()
    page.keyboard.press("Tab")
    assert page.locator("#amounts li.current b").inner_text() != shown


@pytest.mark.parametrize("name", VIEWS)
def test_a_phone_shows_every_view_without_scrolling_sideways(tab, views, name):
    tab.page.set_viewport_size({"width": 390, "height": 844})
    page = tab.open(views[name])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if name == "report":
        amount = page.locator("#text .body a.amount").nth(3)
        amount.click()
        expect(page.locator(f"#amounts li{amount.get_attribute('href')}")).to_be_in_viewport()
    picture(page, f"{name}-phone")


@both
def test_text_of_a_report_is_never_markup(tab, views):
    page = tab.open(views["hostile"])
    text = page.locator("#text .body")
    expect(text).to_contain_text('</main></script><script>document.title="changed"</script>调解矛盾纠纷18件，{{ 7 * 7 }}')
    page.locator("#source summary").click()
    expect(page.locator("#source .body")).to_contain_text("""<img src="x" onerror="document.title='changed'">""")
    assert page.locator("#injected, .body img, .body script, main script").count() == 0
    assert page.title() != "changed"
    assert page.evaluate("document.querySelectorAll('script:not([src]):not([type])').length") == 0


@both
def test_scripts_put_into_the_page_do_not_run(tab):
    page = tab.open("index.html")
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        " document.body.append(script); }"
    )
    assert page.evaluate("window.ran") is None
    refused = [error for error in tab.errors if re.search("Content Security Policy", error)]
    assert refused == tab.errors
    assert refused
    tab.errors.clear()


def test_approximate_missing_and_undecidable_look_so(tab, views):
    page = tab.open(views["indicator"])
    expect(page.locator("#trend-table .approximate").first).to_contain_text("≈")
    expect(page.locator("#trend-table .not_decidable").first).to_contain_text("不可判断")
    tab.open("place/county-990101.html")
    expect(page.locator(".values td.gap").first).to_contain_text("—")
    assert "gradient" in page.evaluate("getComputedStyle(document.querySelector('.values td.gap')).backgroundImage")


def test_the_source_shows_its_artefacts(tab, views):
    page = tab.open(views["report"])
    page.locator("#source summary").click()
    assert re.search(r"\([a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]+ ?\)", " ".join(page.locator("#source del").all_inner_texts()))
    page.locator("#source").scroll_into_view_if_needed()
    picture(page, "report-source")


@pytest.mark.parametrize(
    ("name", "theme"), [*((name, "light") for name in VIEWS), *((name, "dark") for name in ("overview", "indicator", "report"))]
)
def test_axe_finds_nothing_serious(browser, site, views, name, theme):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{views[name]}")
    page.wait_for_selector("#build:not(:empty)")
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in SERIOUS] == []
