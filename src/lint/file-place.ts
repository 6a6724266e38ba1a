/** Where the code of a file runs, as far as its path tells. */
import type { Place } from '../facts.ts'

/** Folders of CI services and of development containers. Whatever runs from them runs on a runner or a workstation. */
const FOLDERS =
  /(^|\/)(\.(azure-?pipelines|azuredevops|buildkite|circleci|cirrus|devcontainer|drone|evergreen|forgejo|gitea|github|gitlab|gitlab-ci|gitpod|jenkins|kokoro|semaphore|teamcity|travis|woodpecker)|azure-?pipelines|kokoro)\//i
/** What the files of builds and of CI services are called. */
const NAMES =
  /(^|\/)(\.gitlab-ci|\.travis|\.drone|\.woodpecker|azure-pipelines|bitbucket-pipelines|cloudbuild|buildspec|(?:[\w-]+[_-])?Jenkinsfile|Makefile|GNUmakefile|Dockerfile|Containerfile|Taskfile|\.pre-commit)[^/]*$|\.(mk|mak|jenkinsfile|dockerfile|containerfile)$/i

/** `build` for the files of builds, undefined for all others. What a file says itself counts for more: a manifest's pods run in the cluster. */
export const placeOfFile = (path: string): Place | undefined =>
  FOLDERS.test(path) || NAMES.test(path) ? 'build' : undefined
