///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-core:2.20.0
//DEPS org.snakeyaml:snakeyaml-engine:2.10
//SOURCES ../src/main/java/dev/multiarch/cli/ActionCommand.java
//SOURCES ../src/main/java/dev/multiarch/cli/Answers.java
//SOURCES ../src/main/java/dev/multiarch/cli/Command.java
//SOURCES ../src/main/java/dev/multiarch/cli/Commands.java
//SOURCES ../src/main/java/dev/multiarch/cli/Console.java
//SOURCES ../src/main/java/dev/multiarch/cli/ExitCode.java
//SOURCES ../src/main/java/dev/multiarch/cli/Failure.java
//SOURCES ../src/main/java/dev/multiarch/cli/Format.java
//SOURCES ../src/main/java/dev/multiarch/cli/Main.java
//SOURCES ../src/main/java/dev/multiarch/cli/MergeCommand.java
//SOURCES ../src/main/java/dev/multiarch/cli/MergeOptions.java
//SOURCES ../src/main/java/dev/multiarch/cli/OutputOptions.java
//SOURCES ../src/main/java/dev/multiarch/cli/PlanCommand.java
//SOURCES ../src/main/java/dev/multiarch/cli/PlanFile.java
//SOURCES ../src/main/java/dev/multiarch/cli/PlanOptions.java
//SOURCES ../src/main/java/dev/multiarch/cli/PolicyOptions.java
//SOURCES ../src/main/java/dev/multiarch/cli/PromoteCommand.java
//SOURCES ../src/main/java/dev/multiarch/cli/Records.java
//SOURCES ../src/main/java/dev/multiarch/cli/Step.java
//SOURCES ../src/main/java/dev/multiarch/cli/Terminal.java
//SOURCES ../src/main/java/dev/multiarch/cli/ToolOptions.java
//SOURCES ../src/main/java/dev/multiarch/cli/UsageException.java
//SOURCES ../src/main/java/dev/multiarch/cli/VerifyIndexCommand.java
//SOURCES ../src/main/java/dev/multiarch/cli/Version.java
//SOURCES ../src/main/java/dev/multiarch/github/ActionInputs.java
//SOURCES ../src/main/java/dev/multiarch/github/Outputs.java
//SOURCES ../src/main/java/dev/multiarch/github/ShellWords.java
//SOURCES ../src/main/java/dev/multiarch/host/Binfmt.java
//SOURCES ../src/main/java/dev/multiarch/host/BinfmtEntry.java
//SOURCES ../src/main/java/dev/multiarch/host/Builder.java
//SOURCES ../src/main/java/dev/multiarch/host/BuilderHost.java
//SOURCES ../src/main/java/dev/multiarch/host/Elf.java
//SOURCES ../src/main/java/dev/multiarch/host/Fact.java
//SOURCES ../src/main/java/dev/multiarch/host/HostFacts.java
//SOURCES ../src/main/java/dev/multiarch/host/InspectBlock.java
//SOURCES ../src/main/java/dev/multiarch/host/KernelVersion.java
//SOURCES ../src/main/java/dev/multiarch/host/Learnt.java
//SOURCES ../src/main/java/dev/multiarch/host/LocalHost.java
//SOURCES ../src/main/java/dev/multiarch/host/Probe.java
//SOURCES ../src/main/java/dev/multiarch/host/ProbeAnswer.java
//SOURCES ../src/main/java/dev/multiarch/host/Registration.java
//SOURCES ../src/main/java/dev/multiarch/image/Descriptor.java
//SOURCES ../src/main/java/dev/multiarch/image/Digest.java
//SOURCES ../src/main/java/dev/multiarch/image/FormatException.java
//SOURCES ../src/main/java/dev/multiarch/image/ImageConfig.java
//SOURCES ../src/main/java/dev/multiarch/image/Index.java
//SOURCES ../src/main/java/dev/multiarch/image/Json.java
//SOURCES ../src/main/java/dev/multiarch/image/JsonObject.java
//SOURCES ../src/main/java/dev/multiarch/image/Manifest.java
//SOURCES ../src/main/java/dev/multiarch/image/MediaTypes.java
//SOURCES ../src/main/java/dev/multiarch/image/Platform.java
//SOURCES ../src/main/java/dev/multiarch/image/Reference.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Candidate.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/CannotJudge.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Emulation.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Gather.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Merge.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/MergeAnnotations.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Plan.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/PlanRequest.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/PlannedLegs.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Promote.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Published.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/RecordedFacts.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Refused.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/ResolvedLeg.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/RunnerMap.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/SameImages.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Setup.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/StepFailed.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Tags.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Tools.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Verify.java
//SOURCES ../src/main/java/dev/multiarch/pipeline/Words.java
//SOURCES ../src/main/java/dev/multiarch/policy/Answer.java
//SOURCES ../src/main/java/dev/multiarch/policy/Durations.java
//SOURCES ../src/main/java/dev/multiarch/policy/Finding.java
//SOURCES ../src/main/java/dev/multiarch/policy/InvalidPolicy.java
//SOURCES ../src/main/java/dev/multiarch/policy/Judgement.java
//SOURCES ../src/main/java/dev/multiarch/policy/Need.java
//SOURCES ../src/main/java/dev/multiarch/policy/OnUnknown.java
//SOURCES ../src/main/java/dev/multiarch/policy/Outcome.java
//SOURCES ../src/main/java/dev/multiarch/policy/Place.java
//SOURCES ../src/main/java/dev/multiarch/policy/Policy.java
//SOURCES ../src/main/java/dev/multiarch/policy/PolicyReader.java
//SOURCES ../src/main/java/dev/multiarch/policy/PolicySource.java
//SOURCES ../src/main/java/dev/multiarch/policy/PolicyTree.java
//SOURCES ../src/main/java/dev/multiarch/policy/Rule.java
//SOURCES ../src/main/java/dev/multiarch/policy/Setting.java
//SOURCES ../src/main/java/dev/multiarch/policy/Severity.java
//SOURCES ../src/main/java/dev/multiarch/policy/Subject.java
//SOURCES ../src/main/java/dev/multiarch/policy/Verdict.java
//SOURCES ../src/main/java/dev/multiarch/policy/Weights.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/BinfmtFlags.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/BlobsExist.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/ConfigMatch.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/EmulatedTime.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/HostKernel.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/Platforms.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/PlatformsAllowed.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/PlatformsForbidden.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/PlatformsRequired.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/PlatformsUnique.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/Rules.java
//SOURCES ../src/main/java/dev/multiarch/policy/rules/Settings.java
//SOURCES ../src/main/java/dev/multiarch/policy/yaml/Nearest.java
//SOURCES ../src/main/java/dev/multiarch/policy/yaml/Problems.java
//SOURCES ../src/main/java/dev/multiarch/policy/yaml/Values.java
//SOURCES ../src/main/java/dev/multiarch/policy/yaml/Yaml.java
//SOURCES ../src/main/java/dev/multiarch/policy/yaml/YamlReader.java
//SOURCES ../src/main/java/dev/multiarch/process/Buildx.java
//SOURCES ../src/main/java/dev/multiarch/process/Child.java
//SOURCES ../src/main/java/dev/multiarch/process/Descendants.java
//SOURCES ../src/main/java/dev/multiarch/process/Fence.java
//SOURCES ../src/main/java/dev/multiarch/process/LastLines.java
//SOURCES ../src/main/java/dev/multiarch/process/Lines.java
//SOURCES ../src/main/java/dev/multiarch/process/Printable.java
//SOURCES ../src/main/java/dev/multiarch/process/Program.java
//SOURCES ../src/main/java/dev/multiarch/process/ProgramException.java
//SOURCES ../src/main/java/dev/multiarch/process/Programs.java
//SOURCES ../src/main/java/dev/multiarch/process/Reader.java
//SOURCES ../src/main/java/dev/multiarch/process/Result.java
//SOURCES ../src/main/java/dev/multiarch/record/Attempts.java
//SOURCES ../src/main/java/dev/multiarch/record/BuildFacts.java
//SOURCES ../src/main/java/dev/multiarch/record/BuildRecord.java
//SOURCES ../src/main/java/dev/multiarch/record/DirectoryStore.java
//SOURCES ../src/main/java/dev/multiarch/record/EmulatedTime.java
//SOURCES ../src/main/java/dev/multiarch/record/FactAnnotations.java
//SOURCES ../src/main/java/dev/multiarch/record/FactJson.java
//SOURCES ../src/main/java/dev/multiarch/record/RecordJson.java
//SOURCES ../src/main/java/dev/multiarch/record/RecordStore.java
//SOURCES ../src/main/java/dev/multiarch/record/RecordedBuilder.java
//SOURCES ../src/main/java/dev/multiarch/record/RecordedHost.java
//SOURCES ../src/main/java/dev/multiarch/registry/Answer.java
//SOURCES ../src/main/java/dev/multiarch/registry/Authorisation.java
//SOURCES ../src/main/java/dev/multiarch/registry/Budget.java
//SOURCES ../src/main/java/dev/multiarch/registry/Challenge.java
//SOURCES ../src/main/java/dev/multiarch/registry/Credential.java
//SOURCES ../src/main/java/dev/multiarch/registry/DockerConfig.java
//SOURCES ../src/main/java/dev/multiarch/registry/Document.java
//SOURCES ../src/main/java/dev/multiarch/registry/Failures.java
//SOURCES ../src/main/java/dev/multiarch/registry/Hosts.java
//SOURCES ../src/main/java/dev/multiarch/registry/LazyTrust.java
//SOURCES ../src/main/java/dev/multiarch/registry/ManifestType.java
//SOURCES ../src/main/java/dev/multiarch/registry/Realm.java
//SOURCES ../src/main/java/dev/multiarch/registry/Redirects.java
//SOURCES ../src/main/java/dev/multiarch/registry/RefusedException.java
//SOURCES ../src/main/java/dev/multiarch/registry/Registry.java
//SOURCES ../src/main/java/dev/multiarch/registry/RegistryException.java
//SOURCES ../src/main/java/dev/multiarch/registry/RegistrySettings.java
//SOURCES ../src/main/java/dev/multiarch/registry/Request.java
//SOURCES ../src/main/java/dev/multiarch/registry/Retry.java
//SOURCES ../src/main/java/dev/multiarch/registry/Schemes.java
//SOURCES ../src/main/java/dev/multiarch/registry/Transport.java
//SOURCES ../src/main/java/dev/multiarch/registry/Trust.java
//SOURCES ../src/main/java/dev/multiarch/registry/Wire.java
//SOURCES ../src/main/java/dev/multiarch/report/JsonReport.java
//SOURCES ../src/main/java/dev/multiarch/report/Reports.java
//SOURCES ../src/main/java/dev/multiarch/report/TextReport.java
//FILES policies/baseline.yaml=../policies/baseline.yaml
//FILES policies/host.yaml=../policies/host.yaml
//FILES dev/multiarch/host/probe-amd64=../src/main/resources/dev/multiarch/host/probe-amd64
//FILES dev/multiarch/host/probe-arm=../src/main/resources/dev/multiarch/host/probe-arm
//FILES dev/multiarch/host/probe-arm64=../src/main/resources/dev/multiarch/host/probe-arm64

import dev.multiarch.cli.Main;

class multiarch {
    public static void main(String... arguments) {
        Main.main(arguments);
    }

    /** The command of that name, as if it had been typed before the arguments. */
    static void command(String name, String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = name;
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Main.main(words);
    }
}

import dev.multiarch.cli.Main;

class multiarch {
    public static void main(String... arguments) {
        Main.main(arguments);
    }

    /** The command of that name, as if it had been typed before the arguments. */
    static void command(String name, String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = name;
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Main.main(words);
    }
}
