-- partition: report
-- Every amount lies in a section of its report.
SELECT quantities.report_id, quantities.quantity_no, quantities.section_path
FROM core.quantities AS quantities
ANTI JOIN core.sections AS sections
  ON sections.report_id = quantities.report_id AND sections.section_path = quantities.section_path
