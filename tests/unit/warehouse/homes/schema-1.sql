-- A working file of schema 1, the first one, with two invented reports; reference tables are empty, runs load them anew.
CREATE SCHEMA core; CREATE SCHEMA marts; CREATE SCHEMA store; CREATE SCHEMA ledger;
CREATE TABLE ledger.build(data_version VARCHAR NOT NULL, run_no INTEGER NOT NULL);
CREATE TABLE ledger.checks(run_id VARCHAR NOT NULL, check_name VARCHAR NOT NULL, failed_rows BIGINT NOT NULL, example VARCHAR, "seconds" DOUBLE NOT NULL);
CREATE TABLE ledger.contents(sha256 VARCHAR NOT NULL, size_bytes BIGINT NOT NULL, extractor_version VARCHAR NOT NULL, media_type VARCHAR, "encoding" VARCHAR, outcome VARCHAR NOT NULL, reject_code VARCHAR, reject_reason VARCHAR, fold_hash VARCHAR, "seconds" DOUBLE NOT NULL, run_no INTEGER NOT NULL, report_id VARCHAR);
CREATE TABLE ledger.listings(inbox VARCHAR NOT NULL, run_no INTEGER NOT NULL);
CREATE TABLE ledger.offers(inbox VARCHAR NOT NULL, source_uri VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, size_bytes BIGINT NOT NULL, mtime_ns BIGINT, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL, first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL, last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL);
CREATE TABLE ledger.runs(run_id VARCHAR NOT NULL, run_no INTEGER NOT NULL, kind VARCHAR NOT NULL, started_at TIMESTAMP WITH TIME ZONE NOT NULL, finished_at TIMESTAMP WITH TIME ZONE, outcome VARCHAR NOT NULL, counts MAP(VARCHAR, BIGINT) NOT NULL, message VARCHAR, extractor_version VARCHAR NOT NULL);
CREATE TABLE ledger.year_counts(run_no INTEGER NOT NULL, report_year INTEGER NOT NULL, reports BIGINT NOT NULL, quantities BIGINT NOT NULL);
CREATE TABLE store.accuracy(gold VARCHAR NOT NULL, stage VARCHAR NOT NULL, indicator_id VARCHAR, "precision" DOUBLE, recall DOUBLE, f1 DOUBLE, wanted INTEGER NOT NULL, evaluated_at TIMESTAMP WITH TIME ZONE NOT NULL, extractor_version VARCHAR NOT NULL);
CREATE TABLE store.blocks(report_id VARCHAR NOT NULL, block_no INTEGER NOT NULL, kind VARCHAR NOT NULL, "level" INTEGER, place VARCHAR NOT NULL, source_start BIGINT NOT NULL, source_end BIGINT NOT NULL);
CREATE TABLE store.changes(report_id VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, run_no INTEGER NOT NULL, extractor_version_before VARCHAR NOT NULL, extractor_version VARCHAR NOT NULL, change VARCHAR NOT NULL, source_start BIGINT, source_end BIGINT, surface VARCHAR, field VARCHAR NOT NULL, "before" VARCHAR, "after" VARCHAR);
CREATE TABLE store.conversions(unit VARCHAR NOT NULL, canonical_unit VARCHAR NOT NULL, factor DOUBLE NOT NULL);
CREATE TABLE store.corrections(report_id VARCHAR NOT NULL, indicator_id VARCHAR NOT NULL, expect DOUBLE, "value" DOUBLE, decided_on DATE NOT NULL, reason VARCHAR NOT NULL);
CREATE TABLE store.floors(measure VARCHAR NOT NULL, floor DOUBLE NOT NULL, at_least BIGINT NOT NULL);
CREATE TABLE store.indicators(id VARCHAR NOT NULL, name_zh VARCHAR NOT NULL, name_en VARCHAR, unit_class VARCHAR NOT NULL, canonical_unit VARCHAR, flow VARCHAR NOT NULL, aggregation VARCHAR NOT NULL, within_report VARCHAR, direction VARCHAR NOT NULL, pillar VARCHAR, confused_with VARCHAR[] NOT NULL, numerator VARCHAR, denominator VARCHAR);
CREATE TABLE store.numerals(report_id VARCHAR NOT NULL, text_start BIGINT NOT NULL, text_end BIGINT NOT NULL, surface VARCHAR NOT NULL, quantity_no INTEGER, reason VARCHAR);
CREATE TABLE store.places(code VARCHAR NOT NULL, code_source VARCHAR NOT NULL, "name" VARCHAR NOT NULL, "level" VARCHAR NOT NULL, parent_code VARCHAR, valid_from INTEGER, valid_to INTEGER, aliases VARCHAR[] NOT NULL, same_as VARCHAR);
CREATE TABLE store.problems(report_id VARCHAR NOT NULL, code VARCHAR NOT NULL, text_start BIGINT, text_end BIGINT, message VARCHAR NOT NULL);
CREATE TABLE store.quantities(report_id VARCHAR NOT NULL, quantity_no INTEGER NOT NULL, section_path VARCHAR NOT NULL, surface VARCHAR NOT NULL, "value" DOUBLE NOT NULL, value_low DOUBLE, value_high DOUBLE, unit VARCHAR, modifier VARCHAR, value_kind VARCHAR NOT NULL, measured_entity VARCHAR, "scope" VARCHAR NOT NULL, "owner" VARCHAR NOT NULL, polarity VARCHAR NOT NULL, indicator_id VARCHAR, indicator_ids VARCHAR[] NOT NULL, rule_id VARCHAR, score DOUBLE, quote_start BIGINT NOT NULL, quote_end BIGINT NOT NULL, "quote" VARCHAR NOT NULL, source_start BIGINT NOT NULL, source_end BIGINT NOT NULL, text_start BIGINT NOT NULL, text_end BIGINT NOT NULL);
CREATE TABLE store.report_texts(report_id VARCHAR NOT NULL, source_text VARCHAR NOT NULL, "text" VARCHAR NOT NULL, edits MAP(VARCHAR, INTEGER) NOT NULL);
CREATE TABLE store.reports(report_id VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, fold_hash VARCHAR NOT NULL, extractor_version VARCHAR NOT NULL, title VARCHAR, report_year INTEGER, province VARCHAR, prefecture VARCHAR, county VARCHAR, township VARCHAR, place_code VARCHAR, place_candidates VARCHAR[], "level" VARCHAR, issuer VARCHAR, issued_on DATE, published_on DATE, script VARCHAR NOT NULL, truncated BOOLEAN NOT NULL);
CREATE TABLE store.role_patterns("role" VARCHAR NOT NULL, pattern VARCHAR NOT NULL);
CREATE TABLE store.sections(report_id VARCHAR NOT NULL, section_path VARCHAR NOT NULL, parent_path VARCHAR, ordinal INTEGER NOT NULL, depth INTEGER NOT NULL, marker VARCHAR, heading VARCHAR, kinds VARCHAR[] NOT NULL, items INTEGER NOT NULL, text_start BIGINT NOT NULL, body_start BIGINT NOT NULL, text_end BIGINT NOT NULL);
INSERT INTO ledger.build VALUES ('000001-20261123T122358Z', 1);
INSERT INTO ledger.contents VALUES ('43ab2cd4ec867fbde2b5a94a153bc20895691d05f2b65e11f3b4a7a6ea662e58', 297, 'dbdcf3c7b53ab434', 'text/plain', 'utf-8', 'read', NULL, NULL, '7de6c436dbca239dc2433bbc94d534a2f36065220432b1d7fc839307ce91601d', 0.1859459839979536, 1, '43ab2cd4ec867fbd');
INSERT INTO ledger.contents VALUES ('dbea7a4d7c31d21f6a7b6fb47cc19314a0ba2ba919932c008d70d036ae9b69bc', 297, 'dbdcf3c7b53ab434', 'text/plain', 'utf-8', 'read', NULL, NULL, '105557b624bfb10198b90c9e88914a6b433a2f2f5a3d6bbe84080ab71f9a846f', 0.00959866300036083, 1, 'dbea7a4d7c31d21f');
INSERT INTO ledger.listings VALUES ('/srv/reports', 1);
INSERT INTO ledger.offers VALUES ('/srv/reports', '0.txt', '43ab2cd4ec867fbde2b5a94a153bc20895691d05f2b65e11f3b4a7a6ea662e58', 297, 1, 1, 1, '2026-11-23 12:23:58.400108+00:00', '2026-11-23 12:23:58.400108+00:00');
INSERT INTO ledger.offers VALUES ('/srv/reports', '1.txt', 'dbea7a4d7c31d21f6a7b6fb47cc19314a0ba2ba919932c008d70d036ae9b69bc', 297, 1, 1, 1, '2026-11-23 12:23:58.400108+00:00', '2026-11-23 12:23:58.400108+00:00');
INSERT INTO ledger.runs VALUES ('000001-20261123T122358Z', 1, 'ingest', '2026-11-23 12:23:58.400108+00:00', '2026-11-23 12:24:00.713863+00:00', 'success', MAP {'files': 2}, 'Built by models.', 'dbdcf3c7b53ab434');
INSERT INTO ledger.year_counts VALUES (1, 2021, 1, 2);
INSERT INTO ledger.year_counts VALUES (1, 2022, 1, 2);
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 9, 13, '2021', NULL, 'date');
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 25, 29, '2021', NULL, 'date');
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 51, 52, '一', NULL, 'list_marker');
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 71, 73, '12', 1, NULL);
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 77, 78, '二', NULL, 'list_marker');
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 80, 81, '一', NULL, 'word');
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 93, 94, '6', 2, NULL);
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 105, 109, '2022', NULL, 'date');
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 110, 111, '1', NULL, 'date');
INSERT INTO store.numerals VALUES ('43ab2cd4ec867fbd', 112, 114, '12', NULL, 'date');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 9, 13, '2022', NULL, 'date');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 25, 29, '2022', NULL, 'date');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 51, 52, '一', NULL, 'list_marker');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 71, 73, '15', 1, NULL);
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 77, 78, '二', NULL, 'list_marker');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 80, 81, '一', NULL, 'word');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 93, 94, '6', 2, NULL);
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 105, 109, '2023', NULL, 'date');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 110, 111, '1', NULL, 'date');
INSERT INTO store.numerals VALUES ('dbea7a4d7c31d21f', 112, 114, '12', NULL, 'date');
INSERT INTO store.problems VALUES ('43ab2cd4ec867fbd', 'part_missing', NULL, NULL, 'no section announces the mandated part leader_duty');
INSERT INTO store.problems VALUES ('43ab2cd4ec867fbd', 'part_missing', NULL, NULL, 'no section announces the mandated part problems');
INSERT INTO store.problems VALUES ('dbea7a4d7c31d21f', 'part_missing', NULL, NULL, 'no section announces the mandated part leader_duty');
INSERT INTO store.problems VALUES ('dbea7a4d7c31d21f', 'part_missing', NULL, NULL, 'no section announces the mandated part problems');
INSERT INTO store.quantities VALUES ('43ab2cd4ec867fbd', 1, '1', '12场次', 12.0, 12.0, 12.0, '场次', NULL, 'count', '法治宣传活动', 'annual', 'own', 'stated', 'legal_publicity_events', ['legal_publicity_events'], 'legal_publicity_events.4', 0.8166666666666668, 61, 75, '全年开展法治宣传活动12场次', 72, 76, 71, 75);
INSERT INTO store.quantities VALUES ('43ab2cd4ec867fbd', 2, '2', '6次', 6.0, 6.0, 6.0, '次', NULL, 'count', '拟开展培训', 'plan', 'own', 'stated', NULL, [], NULL, NULL, 88, 95, '拟开展培训6次', 94, 96, 93, 95);
INSERT INTO store.quantities VALUES ('dbea7a4d7c31d21f', 1, '1', '15场次', 15.0, 15.0, 15.0, '场次', NULL, 'count', '法治宣传活动', 'annual', 'own', 'stated', 'legal_publicity_events', ['legal_publicity_events'], 'legal_publicity_events.4', 0.8166666666666668, 61, 75, '全年开展法治宣传活动15场次', 72, 76, 71, 75);
INSERT INTO store.quantities VALUES ('dbea7a4d7c31d21f', 2, '2', '6次', 6.0, 6.0, 6.0, '次', NULL, 'count', '拟开展培训', 'plan', 'own', 'stated', NULL, [], NULL, NULL, 88, 95, '拟开展培训6次', 94, 96, 93, 95);
INSERT INTO store.report_texts VALUES ('43ab2cd4ec867fbd', '衡泽市青砚区石笏镇2021年法治政府建设情况报告

2021年，石笏镇坚持依法行政，现将情况报告如下：
一、主要举措和成效
全年开展法治宣传活动12场次。
二、下一年度工作安排
拟开展培训6次。
石笏镇人民政府
2022年1月12日
', '衡泽市青砚区石笏镇2021年法治政府建设情况报告
2021年，石笏镇坚持依法行政，现将情况报告如下：
一、主要举措和成效
全年开展法治宣传活动12场次。
二、下一年度工作安排
拟开展培训6次。
石笏镇人民政府
2022年1月12日', MAP {'layout': 2});
INSERT INTO store.report_texts VALUES ('dbea7a4d7c31d21f', '衡泽市青砚区石笏镇2022年法治政府建设情况报告

2022年，石笏镇坚持依法行政，现将情况报告如下：
一、主要举措和成效
全年开展法治宣传活动15场次。
二、下一年度工作安排
拟开展培训6次。
石笏镇人民政府
2023年1月12日
', '衡泽市青砚区石笏镇2022年法治政府建设情况报告
2022年，石笏镇坚持依法行政，现将情况报告如下：
一、主要举措和成效
全年开展法治宣传活动15场次。
二、下一年度工作安排
拟开展培训6次。
石笏镇人民政府
2023年1月12日', MAP {'layout': 2});
INSERT INTO store.reports VALUES ('43ab2cd4ec867fbd', '43ab2cd4ec867fbde2b5a94a153bc20895691d05f2b65e11f3b4a7a6ea662e58', '7de6c436dbca239dc2433bbc94d534a2f36065220432b1d7fc839307ce91601d', 'dbdcf3c7b53ab434', '衡泽市青砚区石笏镇2021年法治政府建设情况报告', 2021, '澜川省', '衡泽市', '青砚区', '石笏镇', '990101103', [], 'township', '石笏镇人民政府', '2022-01-12', NULL, 'simplified', FALSE);
INSERT INTO store.reports VALUES ('dbea7a4d7c31d21f', 'dbea7a4d7c31d21f6a7b6fb47cc19314a0ba2ba919932c008d70d036ae9b69bc', '105557b624bfb10198b90c9e88914a6b433a2f2f5a3d6bbe84080ab71f9a846f', 'dbdcf3c7b53ab434', '衡泽市青砚区石笏镇2022年法治政府建设情况报告', 2022, '澜川省', '衡泽市', '青砚区', '石笏镇', '990101103', [], 'township', '石笏镇人民政府', '2023-01-12', NULL, 'simplified', FALSE);
INSERT INTO store.sections VALUES ('43ab2cd4ec867fbd', '0', NULL, 0, 0, NULL, NULL, [], 0, 25, 25, 51);
INSERT INTO store.sections VALUES ('43ab2cd4ec867fbd', '1', NULL, 1, 1, '一、', '主要举措和成效', ['achievements'], 0, 51, 60, 77);
INSERT INTO store.sections VALUES ('43ab2cd4ec867fbd', '2', NULL, 2, 1, '二、', '下一年度工作安排', ['plan'], 0, 77, 87, 96);
INSERT INTO store.sections VALUES ('dbea7a4d7c31d21f', '0', NULL, 0, 0, NULL, NULL, [], 0, 25, 25, 51);
INSERT INTO store.sections VALUES ('dbea7a4d7c31d21f', '1', NULL, 1, 1, '一、', '主要举措和成效', ['achievements'], 0, 51, 60, 77);
INSERT INTO store.sections VALUES ('dbea7a4d7c31d21f', '2', NULL, 2, 1, '二、', '下一年度工作安排', ['plan'], 0, 77, 87, 96);
CREATE VIEW ledger.standing AS
-- Every offer with its content's state: whether the spot still stands (is_live) and whether the content is the newest one read there.
SELECT
  offers.inbox,
  offers.source_uri,
  offers.sha256,
  offers.first_run,
  contents.extractor_version,
  contents.fold_hash,
  contents.report_id,
  max(offers.last_run) OVER (PARTITION BY offers.inbox, offers.source_uri) >= coalesce(listings.run_no, 0) AS is_live,
  contents.fold_hash IS NOT NULL AND 1 = row_number() OVER (
    PARTITION BY offers.inbox, offers.source_uri
    ORDER BY contents.fold_hash IS NULL, offers.last_run DESC, offers.sha256
  ) AS is_current
FROM ledger.offers AS offers
LEFT JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256
LEFT JOIN ledger.listings AS listings ON listings.inbox = offers.inbox;
CREATE VIEW core.runs AS
-- materialized: view
-- key: run_id
-- tests: unique_keys
-- One row per run; `data_version` beside it is the build that this table belongs to.
SELECT
  run_id, run_no, kind, started_at, finished_at, outcome, counts, message, extractor_version
FROM ledger.runs;
