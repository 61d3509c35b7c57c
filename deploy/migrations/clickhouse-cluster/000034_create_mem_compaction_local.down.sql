DROP TABLE IF EXISTS mem_compaction_local ON CLUSTER '{cluster}' SYNC
