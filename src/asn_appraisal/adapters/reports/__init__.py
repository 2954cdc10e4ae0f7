"""Reports: appraisals as PDF pages that are handed on, a letter for each person and a summary for a unit."""
