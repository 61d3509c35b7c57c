DROP TABLE IF EXISTS block_merge ON CLUSTER '{cluster}' SYNC
