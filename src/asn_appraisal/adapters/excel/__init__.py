"""Excel: workbooks in (.xlsx, .xlsm, .xls, .ods) and out (.xlsx), their templates, and what a sheet hides from its reader."""
