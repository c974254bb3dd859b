#!/bin/sh
set -eu

# vpc CreateVpc
vpc_id=$(tcloud vpc CreateVpc \
  --version 2017-03-12 \
  --region ap-guangzhou \
  --VpcName shop \
  --CidrBlock 10.0.0.0/16 --query Vpc.VpcId --output text)

# vpc CreateSubnet
subnet_id=$(tcloud vpc CreateSubnet \
  --version 2017-03-12 \
  --region ap-guangzhou \
  --VpcId "$vpc_id" \
  --SubnetName shop-a \
  --CidrBlock 10.0.1.0/24 \
  --Zone ap-guangzhou-6 --query Subnet.SubnetId --output text)

# vpc CreateSecurityGroup
security_group_id=$(tcloud vpc CreateSecurityGroup \
  --version 2017-03-12 \
  --region ap-guangzhou \
  --GroupName web \
  --GroupDescription 'it'\''s "the" web' --query SecurityGroup.SecurityGroupId --output text)

# vpc DescribeSubnets
tcloud vpc DescribeSubnets \
  --version 2017-03-12 \
  --region ap-guangzhou \
  --SubnetIds.0 "$subnet_id" \
  --Filters.0.Name vpc-id \
  --Filters.0.Values.0 "$vpc_id"

# vpc DeleteVpc: it failed with ResourceInUse
tcloud vpc DeleteVpc --version 2017-03-12 --region ap-guangzhou --VpcId "$vpc_id" --yes || true

# vpc DeleteSubnet
tcloud vpc DeleteSubnet --version 2017-03-12 --region ap-guangzhou --SubnetId "$subnet_id" --yes

# vpc DeleteSecurityGroup
tcloud vpc DeleteSecurityGroup \
  --version 2017-03-12 \
  --region ap-guangzhou \
  --SecurityGroupId "$security_group_id" --yes
