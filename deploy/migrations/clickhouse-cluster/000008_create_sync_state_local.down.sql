DROP TABLE IF EXISTS sync_state_local ON CLUSTER '{cluster}' SYNC
