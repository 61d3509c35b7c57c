DROP TABLE IF EXISTS sync_state ON CLUSTER '{cluster}' SYNC
