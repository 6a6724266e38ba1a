#!/usr/bin/env bash
# The same script after the move: nothing is found.
set -euo pipefail

node=$1
kubectl drain "$node" --ignore-daemonsets --delete-emptydir-data
ssh "$node" "systemctl stop kubelet && crictl ps -q | xargs -r crictl stop"
ssh "$node" 'systemctl restart containerd kubelet'
id=$(kubectl get pod web -o jsonpath='{.status.containerStatuses[0].containerID}' | sed 's#^.*://##')
echo "the web container is $id"
