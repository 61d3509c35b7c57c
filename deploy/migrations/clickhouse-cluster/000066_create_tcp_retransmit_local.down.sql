DROP TABLE IF EXISTS tcp_retransmit_local ON CLUSTER '{cluster}' SYNC
