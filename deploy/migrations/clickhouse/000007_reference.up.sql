-- Version 7 is where the migrations of the reference agent end. Its tables are continued as they are:
-- the steps after this one make only those that are missing.
SELECT 1
