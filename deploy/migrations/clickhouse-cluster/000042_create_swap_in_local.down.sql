DROP TABLE IF EXISTS swap_in_local ON CLUSTER '{cluster}' SYNC
