"""How much a string looks like Chinese: one class per UTF-16 code unit, counted in one pass.

A wrong decoding of Chinese spreads over thousands of rare characters, a right one draws three quarters of its
characters from a few hundred. The classes also tell the two scripts apart and show which repairs can have work.
"""

from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from tasks.intake.forms import plain_forms

# The most frequent characters of modern Chinese prose, and those of administrative prose. Only their
# number and spread matter: the score asks what share of a text they make up.
COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好"
    "看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世"
    "什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太"
    "新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应"
    "直字场平报友关放至张认接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢病始"
    "达深完今提求清王化空业思切怎非找片罗钱南语元喜曾离飞科言干流欢约各即指合反题必该论交终林请医晚制球决传画保读运及则房早院"
    "量苦火布品近坐产答星精视五连司巴奇管类未朋且婚台夜青北队久乎越观落尽形影红百令周吧识步希亚术留市半热送兴造谈容极随演收首"
    "根讲整式取照办强石古华备建设政治府党委区县镇乡街村级省州委依律规章执权责任领导贯彻落推动务示范宣普督察监检查审评议复调诉讼"
    "援助证件份项批期余共计召组织展培训专习近社会主义彩色深化改革服优营商环境企业群众纠纷解决矛盾网络平信息公开透明标准程序决策"
    "合同顾问违处罚案件出庭应率持续加提升能素质增健完善机健职履汇情况总年季末截止二六七八九零亿元次场余名个条"
)
CJK_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·～％￥"


PLAUSIBLE = 0.3  # score(): prose lies over 0.7, misread prose under 0


class Kind(IntEnum):
    """The classes of code units; the first six are Han characters."""

    COMMON = 0  # frequent, the same in both scripts
    COMMON_SIMPLIFIED = 1
    COMMON_TRADITIONAL = 2
    RARE = 3
    RARE_SIMPLIFIED = 4
    RARE_TRADITIONAL = 5
    PLAIN = 6  # ASCII but for what is named below, Chinese punctuation
    SPACE = 7  # every white space but the line feed
    INVISIBLE = 8  # control, zero-width, private-use characters and other debris
    OTHER_FORM = 9  # another form of a plain character, see tasks/intake/forms.py
    FOREIGN = 10  # what neither Chinese nor its layout uses: other alphabets, symbols
    TONED = 11  # vowels with the tone marks of pinyin
    QUESTION = 12
    AMPERSAND = 13
    SURROGATE = 14


KINDS = len(Kind)
Units = NDArray[np.uint16]
HAN = tuple(range(Kind.COMMON, Kind.PLAIN))
INVISIBLE = ((0x00, 0x09), (0x0B, 0x0D), (0x0E, 0x20), (0x7F, 0xA0), (0xAD, 0xAE), (0x200B, 0x2010), (0x2028, 0x202F),
             (0x2060, 0x2070), (0xE000, 0xF900), (0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0xFFF0, 0x10000))  # fmt: skip
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c"
SPACES = "\t\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


@cache
def script_dictionaries() -> tuple[dict[str, str], dict[str, str]]:
    """OpenCC's own Traditional-to-Simplified dictionaries: of phrases, and of single characters.

    Where it lists several readings the first one counts, as in its own conversion.
    """
    converter = OpenCC("t2s")
    by_name = {path.replace("\\", "/").rsplit("/", 1)[-1]: entries for path, (_, _, entries) in converter.dict_cache.items()}
    phrases, characters = by_name["TSPhrases.txt"], by_name["TSCharacters.txt"]
    return {k: v.split(" ")[0] for k, v in phrases.items()}, {k: v.split(" ")[0] for k, v in characters.items()}


def stands_in(character: str, codec: str) -> bool:
    """Whether an old character set has a character: `gb2312` the common Simplified ones, `big5` the Traditional."""
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def kinds() -> NDArray[np.uint8]:
    """The kind of each of the 65,536 code units."""
    table = np.full(0x10000, Kind.FOREIGN, np.uint8)
    table[0x20:0x7F] = Kind.PLAIN
    table[0x0A] = Kind.PLAIN
    table[0x3400:0xA000] = table[0xF900:0xFB00] = Kind.RARE
    table[0xD800:0xE000] = Kind.SURROGATE
    for characters, kind in (
        (CJK_PUNCTUATION, Kind.PLAIN),
        ("．", Kind.OTHER_FORM),
        (COMMON, Kind.COMMON),
        (TONED, Kind.TONED),
    ):
        table[[ord(c) for c in characters]] = kind
    for start, end in INVISIBLE:
        table[start:end] = Kind.INVISIBLE
    table[[ord(c) for c in SPACES]] = Kind.SPACE
    table[list(plain_forms())] = Kind.OTHER_FORM
    table[ord("?")] = Kind.QUESTION
    table[ord("&")] = Kind.AMPERSAND
    _mark_scripts(table)
    return table


def _mark_scripts(table: NDArray[np.uint8]) -> None:
    """Tell the characters that only one script uses. 乾, 於, 後, ... stand in GB 2312 too and decide nothing."""
    for traditional, simplified in script_dictionaries()[1].items():
        if len(traditional.encode("utf-16-le")) != 2 or len(simplified.encode("utf-16-le")) != 2 or traditional == simplified:
            continue
        common = table[ord(simplified)] in (Kind.COMMON, Kind.COMMON_SIMPLIFIED)
        if not stands_in(traditional, "gb2312"):
            table[ord(traditional)] = Kind.COMMON_TRADITIONAL if common else Kind.RARE_TRADITIONAL
        elif common:
            table[ord(traditional)] = Kind.COMMON
        if not stands_in(simplified, "big5"):
            table[ord(simplified)] = Kind.COMMON_SIMPLIFIED if common else Kind.RARE_SIMPLIFIED


def units_of(text: str) -> Units:
    """The UTF-16 code units of a text: one per character but for the rare ones beyond the basic plane, which have two."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


def profile(units: Units) -> list[int]:
    """How many code units of each kind there are, indexed by `Kind`."""
    counts: list[int] = np.bincount(kinds()[units], minlength=KINDS).tolist()
    return counts


def plausibility(counts: list[int]) -> float:
    """The share of common characters among the Han and foreign ones, -1 to 1: over 0.7 in prose, under 0 when misread."""
    common = counts[Kind.COMMON] + counts[Kind.COMMON_SIMPLIFIED] + counts[Kind.COMMON_TRADITIONAL]
    rare = counts[Kind.RARE] + counts[Kind.RARE_SIMPLIFIED] + counts[Kind.RARE_TRADITIONAL]
    alien = counts[Kind.FOREIGN] + counts[Kind.INVISIBLE] + counts[Kind.SURROGATE]
    total = common + rare + alien
    return (common - alien) / total if total else 0.0


def score(text: str) -> float:
    """The plausibility of a string as Chinese prose."""
    return plausibility(profile(units_of(text)))
