DROP TABLE IF EXISTS mem_reclaim ON CLUSTER '{cluster}' SYNC
