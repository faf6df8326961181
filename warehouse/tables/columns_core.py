"""The columns of the tables of `core`, each declared once: type, what it holds, and where it may be NULL, why."""

from warehouse.tables.columns import (
    EDITS,
    EXTRACTOR_VERSION,
    LEVEL,
    PLACE_NAMES,
    REPORT_ID,
    SHA256,
    TEXT_END,
    TEXT_START,
    TIMESTAMP,
    may,
    must,
)

CONTENT_COLUMNS = (
    must("size_bytes", "BIGINT", "size of the raw bytes", "原始字节数"),
    EXTRACTOR_VERSION,
    may("media_type", "VARCHAR", "format by content, not by file name", "按内容判断的格式"),
    may(
        "encoding",
        "VARCHAR",
        "Python codec in lower case, `mixed`, NULL for binary formats",
        "编码（Python名称小写），混合编码为mixed",
    ),
    must("outcome", "VARCHAR", "`read` or `rejected`", "结果：read（已读）或rejected（拒收）"),
    may("reject_code", "VARCHAR", "stable code of the reason, NULL when read", "拒收原因代码"),
    may("reject_reason", "VARCHAR", "a sentence that tells a person what to do", "拒收原因及处理建议"),
    may(
        "fold_hash",
        "VARCHAR",
        "hash of the folded text, equal for twins; NULL when rejected",
        "折叠文本的哈希，同文相同；拒收时为空",
    ),
    must("seconds", "DOUBLE", "time that the extraction took, in seconds", "抽取耗时（秒）"),
)

REPORT_COLUMNS = (
    may(
        "title",
        "VARCHAR",
        "title, normalized and joined over line breaks; NULL where the text has none",
        "标题（已规范化并接行）",
    ),
    may(
        "report_year",
        "INTEGER",
        "the year reported on, not of publication; NULL where neither title, text nor date tells",
        "报告所述年度（不是发布年度）；无从判断为空",
    ),
    *PLACE_NAMES,
    may(
        "place_candidates",
        "VARCHAR[]",
        "codes that fit, when more than one does; empty where one or none does",
        "有歧义时的候选代码；无歧义为空列表",
    ),
    LEVEL,
    may(
        "issuer",
        "VARCHAR",
        "issuing body; NULL where neither title nor signature names one",
        "发文机关；标题与落款均未载明为空",
    ),
    may(
        "issued_on",
        "DATE",
        "date of the document (signature block, 成文日期); NULL where none is stated",
        "成文日期；未载明为空",
    ),
    may(
        "published_on",
        "DATE",
        "date of publication as the page states it; NULL where it states none, as plain text mostly does",
        "页面所载发布日期；未载明为空",
    ),
    must("script", "VARCHAR", "script of the source: `simplified` or `traditional`", "原文字体：简体或繁体"),
    must("truncated", "BOOLEAN", "the text breaks off, or pages of the file were not read", "原文残缺（中断，或有页面未读）"),
)

TEXT_COLUMNS = (
    must("source_text", "VARCHAR", "what a right decoder yields, before any other repair", "正确解码所得原文，未作其他修复"),
    must("text", "VARCHAR", "the normalized text (Simplified Chinese)", "规范化文本（简体）"),
    must("edits", EDITS, "every class of repair applied, and how often", "各类修复及次数"),
)

SECTION_COLUMNS = (
    must("section_path", "VARCHAR", "`1`, `1.2`, ...; text before the first heading has `0`", "章节路径；首个标题之前为0"),
    may("parent_path", "VARCHAR", "the section above", "上级章节路径"),
    must("ordinal", "INTEGER", "position in order of appearance", "出现次序"),
    must("depth", "INTEGER", "1 for the top level", "层级深度，顶层为1"),
    may("marker", "VARCHAR", "numbering as written, normalized", "序号（规范化）"),
    may("heading", "VARCHAR", "heading as written, normalized", "标题文字（规范化）"),
    must(
        "kinds",
        "VARCHAR[]",
        "at depth 1: overview, achievements, leader_duty, problems, plan, other",
        "顶层章节的类别：概述、成效、第一责任人、问题、计划、其他",
    ),
    must("items", "INTEGER", "how many 一是/二是/... stand inside", "文内“一是、二是”条数"),
    TEXT_START,
    must("body_start", "BIGINT", "where the text after the heading begins", "标题之后正文的起点"),
    must("text_end", "BIGINT", "where the next section of its rank begins, children included", "终点（含下级章节，不含）"),
)

QUANTITY_COLUMNS = (
    must("quantity_no", "INTEGER", "number in order of appearance", "按出现顺序的序号"),
    must("section_path", "VARCHAR", "innermost section", "所在最内层章节"),
    must("surface", "VARCHAR", "as in the normalized text; of a zero statement, the clause", "文本中的写法；零陈述为该分句"),
    must("value", "DOUBLE", "the amount, Chinese numerals and 万/亿 resolved", "数值（中文数字与万、亿已换算）"),
    may(
        "value_low",
        "DOUBLE",
        "lower end of what modifier or range leaves open; NULL where not said (近, 以内)",
        "区间下限；未写明（近、以内）为空",
    ),
    may(
        "value_high",
        "DOUBLE",
        "upper end of it, not itself possible with over and nearly; NULL where open (以上)",
        "区间上限（余、近不含）；无上限为空",
    ),
    may("unit", "VARCHAR", "unit; NULL for a zero statement without one", "单位"),
    may("modifier", "VARCHAR", "NULL, over, nearly, about, at_least, at_most", "修饰：余/超、近、约、以上、以内"),
    must(
        "value_kind",
        "VARCHAR",
        "count, money, percent, percent_change, area, distance, duration, other",
        "数值种类：计数、金额、百分比、增幅、面积、距离、时长、其他",
    ),
    may("measured_entity", "VARCHAR", "what is counted", "被计量的事物"),
    must(
        "scope",
        "VARCHAR",
        "annual, cumulative, point_in_time, previous_year, part_year, multi_year, plan or unknown",
        "时间范围：全年、累计、时点、上年、部分年度、多年、计划、未知",
    ),
    must(
        "owner",
        "VARCHAR",
        "whose number: own, higher_level, lower_level, department, other",
        "数字属于谁：本级、上级、下级、部门、其他",
    ),
    must("polarity", "VARCHAR", "`stated`, or `negated` for zero statements", "陈述（stated）或零陈述（negated）"),
    may("indicator_id", "VARCHAR", "first of indicator_ids; NULL where no indicator fits", "首个指标；无适配时为空"),
    must("indicator_ids", "VARCHAR[]", "all indicators that share the amount", "共用该数值的全部指标"),
    may("rule_id", "VARCHAR", "the catalogue rule that decided it", "判定所依规则"),
    may("score", "DOUBLE", "evidence for the indicator, 0 to 1", "指标证据得分（0至1）"),
    must("quote_start", "BIGINT", "where the clause begins in the normalized text", "分句起点"),
    must("quote_end", "BIGINT", "where the clause ends, exclusive", "分句终点（不含）"),
    must("quote", "VARCHAR", "the clause", "分句原文（规范化）"),
    must("source_start", "BIGINT", "where the amount begins in source_text", "在source_text中的起点"),
    must("source_end", "BIGINT", "where the amount ends in source_text, artefacts included", "在source_text中的终点（不含）"),
    TEXT_START,
    TEXT_END,
    may(
        "ocr_confidence",
        "DOUBLE",
        "of an amount read by OCR: how sure its least sure character is, 0 to 1; NULL for text that the file holds",
        "文字识别所得数量中最不确定字符的置信度（0至1）；非识别所得为空",
    ),
)

NUMERAL_COLUMNS = (
    TEXT_START,
    TEXT_END,
    must("surface", "VARCHAR", "the run of digits or Chinese numerals", "数字串"),
    may("quantity_no", "INTEGER", "the amount it belongs to", "所属数量的序号"),
    may("reason", "VARCHAR", "why it is no amount: date, ordinal, name, slogan, ...", "不计为数量的原因"),
)

PROBLEM_COLUMNS = (
    must(
        "code",
        "VARCHAR",
        "stable code of the doubt; versions_disagree: see superseded_by",
        "疑点代码；versions_disagree：同一主体同年另有数字不同的报告",
    ),
    may("text_start", "BIGINT", "where it begins in the normalized text", "在规范化文本中的起点"),
    may("text_end", "BIGINT", "where it ends, exclusive", "在规范化文本中的终点（不含）"),
    must("message", "VARCHAR", "the doubt in a sentence", "疑点说明"),
)

BLOCK_COLUMNS = (
    must("block_no", "INTEGER", "number in order of appearance", "按出现顺序的序号"),
    must(
        "kind",
        "VARCHAR",
        "paragraph, heading, list_item, table_row, footnote or text_box",
        "种类：段落、标题、列表项、表格行、脚注、文本框",
    ),
    may("level", "INTEGER", "of a heading or list item, from 1", "标题或列表的层级，从1起"),
    must(
        "place",
        "VARCHAR",
        "where it stands in the file: `paragraph 12`, `page 3, line 5`, `body/div[2]/p[4]`",
        "在原文件中的位置",
    ),
    must("source_start", "BIGINT", "where it begins in source_text", "在source_text中的起点"),
    must("source_end", "BIGINT", "where it ends in source_text, exclusive", "在source_text中的终点（不含）"),
)

INDICATOR_COLUMNS = (
    must("id", "VARCHAR", "stable name of the indicator", "指标编号"),
    must("name_zh", "VARCHAR", "name in Chinese", "中文名称"),
    may("name_en", "VARCHAR", "name in English", "英文名称"),
    must("unit_class", "VARCHAR", "usual class of units: evidence, never a filter", "常用单位类别（仅作证据）"),
    may("canonical_unit", "VARCHAR", "the unit that marts convert to", "集市统一使用的单位"),
    must("flow", "VARCHAR", "flow over the year, stock at a date, or rate", "流量、存量或比率"),
    must(
        "aggregation",
        "VARCHAR",
        "how places roll up: sum, mean (rates), last (stocks, then summed)",
        "汇总方式：求和、均值、末值",
    ),
    may(
        "within_report",
        "VARCHAR",
        "how several mentions become one: total_else_disjoint_sum, last, max",
        "同一报告多次提及的取值规则",
    ),
    must("direction", "VARCHAR", "which way official targets call better: up, down, none", "官方目标所称向好方向"),
    may("pillar", "VARCHAR", "first level of 《市县法治政府建设示范指标体系》", "示范指标体系一级指标"),
    must("confused_with", "VARCHAR[]", "numbers that stand near and must not be taken for it", "易混淆的数字"),
    may("numerator", "VARCHAR", "of a rate: the indicator above the line", "比率的分子指标"),
    may("denominator", "VARCHAR", "of a rate: the indicator below the line", "比率的分母指标"),
)

PLACE_COLUMNS = (
    must("code", "VARCHAR", "code of the place", "地名代码"),
    must("code_source", "VARCHAR", "who gave the code", "代码来源"),
    must("name", "VARCHAR", "full official name", "全称"),
    must("level", "VARCHAR", "province, prefecture, county or township", "层级"),
    may("parent_code", "VARCHAR", "code of the place above", "上级代码"),
    may("valid_from", "INTEGER", "first year of validity, NULL where not known", "生效年份"),
    may("valid_to", "INTEGER", "last year of validity, NULL while valid", "失效年份"),
    must("aliases", "VARCHAR[]", "other names it goes by", "别名"),
    may("same_as", "VARCHAR", "code of the row that stands for the place today, NULL for itself", "现行代码；本身即现行时为空"),
)

ACCURACY_COLUMNS = (
    must("gold", "VARCHAR", "the gold set", "标注集"),
    must("stage", "VARCHAR", "what was judged: sections, quantities, indicators, ...", "评测环节"),
    may("indicator_id", "VARCHAR", "the indicator, NULL for the whole stage", "指标；整个环节为空"),
    may("precision", "DOUBLE", "right among the offered", "精确率"),
    may("recall", "DOUBLE", "found among the wanted", "召回率"),
    may("f1", "DOUBLE", "harmonic mean of both", "F1值"),
    must("wanted", "INTEGER", "how many the gold holds", "标注数"),
    must("evaluated_at", TIMESTAMP, "when it was judged", "评测时间"),
    EXTRACTOR_VERSION,
)

SIGNATURE_COLUMNS = (
    REPORT_ID,
    SHA256,
    EXTRACTOR_VERSION,
    must("algorithm", "VARCHAR", "what it was made by", "签名算法"),
    must("signature", "BIGINT[]", "the least hash of the text's pieces, by each of 128 hash functions", "128个最小哈希值"),
)

STORED_REPORT_COLUMNS = (
    REPORT_ID,
    SHA256,
    must("fold_hash", "VARCHAR", "hash of the folded text, equal for twins", "折叠文本的哈希，同文相同"),
    EXTRACTOR_VERSION,
    *REPORT_COLUMNS,
)
