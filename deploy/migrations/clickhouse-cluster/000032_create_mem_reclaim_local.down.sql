DROP TABLE IF EXISTS mem_reclaim_local ON CLUSTER '{cluster}' SYNC
