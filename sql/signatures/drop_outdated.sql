-- Drop signatures of texts that are gone or were read again since, and of other algorithms than $algorithm.
DELETE FROM store.signatures
WHERE
  algorithm <> $algorithm
  OR NOT EXISTS (
    FROM store.reports AS reports
    WHERE
      reports.report_id = signatures.report_id
      AND reports.sha256 = signatures.sha256
      AND reports.extractor_version = signatures.extractor_version
  )
