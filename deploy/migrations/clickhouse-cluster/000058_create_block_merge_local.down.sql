DROP TABLE IF EXISTS block_merge_local ON CLUSTER '{cluster}' SYNC
