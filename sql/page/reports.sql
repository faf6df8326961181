-- What is said about each report but its text and amounts: where it comes from, its parts, its twins, its dates. By body.
WITH parts AS (
  SELECT report_id, list({'part': part, 'status': status, 'heading': heading} ORDER BY part_no) AS parts
  FROM marts.section_compliance
  GROUP BY report_id
),
copies AS (
  SELECT
    copied.report_id,
    list(
      {
        'report_id': copied.other_report_id,
        'relation': copied.relation,
        'share': copied.share,
        'likeness': copied.likeness,
        'shared_sentences': copied.shared_sentences,
        'issuer': others.issuer,
        'report_year': others.report_year
      }
      ORDER BY copied.share DESC, copied.other_report_id
    ) AS copies
  FROM marts.copied_text AS copied
  INNER JOIN core.reports AS others ON others.report_id = copied.other_report_id
  WHERE copied.shared_sentences > 0 OR copied.likeness >= 0.5
  GROUP BY copied.report_id
),
claims AS (
  SELECT
    report_id,
    list(
      {
        'claim': claim, 'what': what, 'claimed': claimed, 'computed': computed, 'numerator': numerator,
        'denominator': denominator, 'parts_open': parts_open, 'verdict': verdict, 'claimed_low': claimed_low,
        'claimed_high': claimed_high, 'computed_low': computed_low, 'computed_high': computed_high
      }
      ORDER BY claim, what, quantity_no
    ) AS claims
  FROM marts.claimed_vs_computed
  GROUP BY report_id
),
files AS (
  SELECT
    report_id,
    list({'inbox': inbox, 'source_uri': source_uri, 'status': status, 'encoding': encoding, 'media_type': media_type}
      ORDER BY status = 'loaded' DESC, inbox, source_uri) AS files
  FROM core.source_files
  WHERE report_id IS NOT NULL
  GROUP BY report_id
)
SELECT
  reports.* EXCLUDE (data_version, fold_hash),
  duty.dated,
  duty.dated_is,
  duty.days_late,
  texts.edits,
  coalesce(parts.parts, []) AS parts,
  coalesce(copies.copies, []) AS copies,
  coalesce(claims.claims, []) AS claims,
  coalesce(files.files, []) AS files
FROM core.reports AS reports
INNER JOIN core.report_texts AS texts ON texts.report_id = reports.report_id
LEFT JOIN marts.duty_calendar AS duty ON duty.report_id = reports.report_id
LEFT JOIN parts ON parts.report_id = reports.report_id
LEFT JOIN copies ON copies.report_id = reports.report_id
LEFT JOIN claims ON claims.report_id = reports.report_id
LEFT JOIN files ON files.report_id = reports.report_id
ORDER BY reports.body_key, reports.report_id
