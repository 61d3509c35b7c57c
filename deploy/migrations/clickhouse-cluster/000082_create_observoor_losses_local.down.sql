DROP TABLE IF EXISTS observoor_losses_local ON CLUSTER '{cluster}' SYNC
