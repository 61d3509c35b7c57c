DROP TABLE IF EXISTS disk_latency_local ON CLUSTER '{cluster}' SYNC
