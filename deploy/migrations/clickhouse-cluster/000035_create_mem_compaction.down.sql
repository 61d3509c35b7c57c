DROP TABLE IF EXISTS mem_compaction ON CLUSTER '{cluster}' SYNC
