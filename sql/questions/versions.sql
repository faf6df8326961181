-- How many reports each version of the extraction code and catalogue has read.
SELECT extractor_version, count(*) AS reports
FROM core.reports
GROUP BY extractor_version
ORDER BY reports DESC
