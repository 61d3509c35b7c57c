DROP TABLE IF EXISTS cpu_utilization_local ON CLUSTER '{cluster}' SYNC
