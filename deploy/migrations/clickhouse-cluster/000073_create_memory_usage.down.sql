DROP TABLE IF EXISTS memory_usage ON CLUSTER '{cluster}' SYNC
