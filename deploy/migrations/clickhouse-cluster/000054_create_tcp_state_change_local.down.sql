DROP TABLE IF EXISTS tcp_state_change_local ON CLUSTER '{cluster}' SYNC
