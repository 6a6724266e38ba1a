import { defineRule, type Fix, type Located, remove } from '../src/rule.ts'

export default defineRule({
  id: 'unused-suppression',
  level: 'warning',
  summary: 'A comment or annotation that should silence a rule silences nothing',
  docs: {
    why: 'What was silenced is gone, or the comment is mistyped. As long as it stays, it hides what a later change brings to that line, or makes people believe that something is hidden.',
    instead: 'Remove the name of the rule, or the whole comment; correct it where it is mistyped.',
    bad: [
      'pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  volumes:\n    # dockershim-lint: ignore[docker-socket-mount] until the agent is replaced\n    - name: socket\n      emptyDir: {}\n',
    ],
    good: [
      'pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  volumes:\n    - name: socket\n      emptyDir: {}\n',
    ],
  },
  triggers: [{ word: 'dockershim-lint:', inComments: true }, 'dockershim-lint.io/ignore'],
  check: {
    suppression({ at, comments, problem, didYouMean }, { report }) {
      report(at, {
        what: `"${at.value}" silences nothing: ${problem}`,
        breaks: 'It hides no finding today, but it may hide a later one.',
        instead: didYouMean ? `Write "${didYouMean}", or remove it.` : 'Remove it, or correct it.',
        fix: didYouMean === undefined && comments ? without(at, comments) : undefined,
      })
    },
  },
})

/** Takes away a comment, or the name of a rule that it has among others. */
const without = (at: Located, comments: readonly Located[]): Fix =>
  comments.length
    ? { title: 'Remove the comment', applies: 'both', edits: comments.map(comment => ({ at: comment, text: '' })) }
    : remove(at.value, [at], 'both')
