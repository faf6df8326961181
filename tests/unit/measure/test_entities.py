"""What an amount counts, in the report's words: the noun behind the counter, else the object before the number."""

import pytest

from tasks.knowledge import read_config
from tasks.measure.measure import CONFIGS, compile_measure, measure
from tasks.model import Metadata, Place, Section

RULES = compile_measure({name: read_config(name) for name in CONFIGS})


@pytest.mark.parametrize(
    ("sentence", "entity"),
    [
        ("聘请法律顾问3名。", "法律顾问"),
        ("聘请3名法律顾问。", "法律顾问"),
        ("抽查结果公开率100%。", "抽查结果公开率"),
        ("考试通过率为94.4%。", "考试通过率"),
        ("按时办结率99%。", "按时办结率"),
        ("清理文件86件，其中继续有效71件、废止9件。", "废止"),
        ("“好差评”满意率99.97%。", "好差评满意率"),
        ("培育“法律明白人”60名。", "法律明白人"),
        ("全年开展法治讲座十二场。", "法治讲座"),
        (
            "集中学习《甲地自然灾害防治与应急避险工作规定读本（第二版）》《乙类场所安全管理暂行规定汇编》等法规18次。",
            "《乙类场所安全管理暂行规定汇编》等法规",
        ),
        ("全年6次主持召开专题会。", "主持召开专题会"),
        ("全镇有调委会14个，调解员58名。", "调解员"),
        ("组织705名人民调解员化解纠纷。", "人民调解员"),
        ("培训32名法治宣传员开展普法。", "法治宣传员"),
        ("尚有5个乡镇未聘请法律顾问。", "乡镇"),
        ("全县13个村委会共调解纠纷。", "村委会"),
        # no word ends, or begins, in its middle
        ("纠正违法行政行为3件。", "纠正违法行政行为"),
        ("开展内部审计5次。", "内部审计"),
        ("审查行政合约4份。", "行政合约"),
        ("本年营商环境指数92分。", "本年营商环境指数"),
        ("纠纷调解成功率98.6%。", "纠纷调解成功率"),
        ("调解成功率达98.6%。", "调解成功率"),
        ("现有效文件31件。", "有效文件"),
        ("现有人民调解员40人。", "人民调解员"),
        ("检查中排查出隐患80个。", "隐患"),
        ("参加评查的执法案卷18份。", "执法案卷"),
        ("审查出具意见12份。", "出具意见"),
        # nor holds it what the number is told with
        ("群众满意率保持在97.5%。", "群众满意率"),
        ("窗口办理满意率回升至92%。", "窗口办理满意率"),
        ("由乡镇审核2023年文件累计18件。", "由乡镇审核2023年文件"),
        ("审批平均环节由11个减少到4个。", "审批平均环节"),
    ],
)
def test_the_last_amount_of_a_sentence_counts(sentence: str, entity: str) -> None:
    assert measured(sentence)[-1] == entity


@pytest.mark.parametrize(
    "sentence",
    ["行政许可事项由218项精简为146项。", "行政许可事项从218项减少到146项。", "行政许可事项由218项压减至146项。"],
)
def test_the_first_number_of_a_change_counts_what_stands_before_it(sentence: str) -> None:
    assert measured(sentence)[0] == "行政许可事项"


def measured(sentence: str) -> list[str | None]:
    place = Place(None, None, None, None, None, ())
    metadata = Metadata(None, 2023, place, "county", None, None, None, False, 0, len(sentence))
    section = Section("0", None, 0, 0, None, None, (), 0, 0, 0, len(sentence))
    quantities, _ = measure(sentence, [section], metadata, RULES)
    return [quantity.measured_entity for quantity in quantities]
