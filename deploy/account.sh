# shellcheck shell=bash
# What the commands ask of the AWS CLI before they begin; sourced after fail is defined.

# Of an option, such as --stack: is there a value behind it?
needs_value() { # option, how many words are left with it, what it is
  [ "$2" -gt 1 ] || fail "$1 needs $3; see $0 --help"
}

# Sets number and region, the account and Region that the command is about to work in, and prints them; fails with what
# to do.
account() {
  command -v aws >/dev/null || fail "no aws found; install the AWS CLI"
  region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
  [ -n "$region" ] || fail "no Region is set; add one, such as --region eu-west-1, or set AWS_REGION"
  number=$(aws sts get-caller-identity --query Account --output text) ||
    fail "the AWS CLI has no credentials that work here; set AWS_PROFILE, or run aws configure or aws sso login"
  echo "account $number, $region"
}
