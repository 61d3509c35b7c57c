DROP TABLE IF EXISTS memory_usage_local ON CLUSTER '{cluster}' SYNC
