DROP TABLE IF EXISTS cpu_utilization ON CLUSTER '{cluster}' SYNC
