#!/usr/bin/env bash
set -euo pipefail

node=$1
kubectl drain "$node" --ignore-daemonsets --delete-emptydir-data
ssh "$node" "systemctl stop kubelet && docker ps -q | xargs -r docker stop"
ssh "$node" 'systemctl restart docker kubelet'
id=$(kubectl get pod web -o jsonpath='{.status.containerStatuses[0].containerID}' | sed 's#docker://##')
echo "the web container is $id"
